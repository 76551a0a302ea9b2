"""A grant names something of another account that is not in view, and almost what lets it in.

The other account lets the caller use a queue, bus or bucket, which no policy of the caller's names.
One names another there, of which nothing is in view: a letter too many, or another region. What is
granted is most likely that which is offered. Should there be both, give the other to the scan. The
same is told of a bucket or queue beside the role in its own file, of which it is granted nothing.

```yaml bad name=producer.yaml
Resources:
  Reports:
    Type: AWS::SNS::Topic
    Properties: {TopicName: reports}
  ReportsPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Reports]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "444455556666"}, Action: sns:Publish, Resource: !Ref Reports}
```

```yaml bad name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sns:Publish
                Resource: arn:aws:sns:eu-west-1:111122223333:report
                #         ^
```

```toml bad name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

```yaml good name=producer.yaml
Resources:
  Reports:
    Type: AWS::SNS::Topic
    Properties: {TopicName: reports}
  ReportsPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Reports]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "444455556666"}, Action: sns:Publish, Resource: !Ref Reports}
```

```yaml good name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sns:Publish
                Resource: arn:aws:sns:eu-west-1:111122223333:reports
```

```toml good name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    told = {
        (one.identity, one.resource)
        for one in estate.refused_by_callers()
        if one.confidence != "unverified"
    }
    for misaimed in estate.misaimed():
        if (misaimed.identity, misaimed.meant) in told:
            continue  # said where it is offered
        why = "is the only one there" if misaimed.alone else "goes almost by this ARN"
        yield Hit(
            misaimed.word,
            f"`{misaimed.word}` is not in view; {misaimed.meant.address}, which {why}, lets "
            f"{misaimed.identity.address} `{misaimed.action}`",
            also=[(misaimed.meant, "this may be meant")],
            details=[("did you mean", str(misaimed.meant.arn))],
            confidence="likely",
            key=f"{misaimed.identity.address} {misaimed.word}",
        )
    for found in estate.misnamed_at_home():
        yield Hit(
            found.word,
            f"`{found.word}` is not in view; {found.meant.address} goes almost by this ARN, and "
            f"{found.identity.address} may not `{found.action}` on it",
            also=[(found.meant, "this may be meant")],
            details=[("did you mean", str(found.meant.arn))],
            confidence="likely",
            key=f"{found.identity.address} {found.word}",
        )

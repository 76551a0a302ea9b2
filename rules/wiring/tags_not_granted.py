"""A role that deploys may create something, but not with the tags that are declared for it.

A call that creates with tags is authorised twice, for creating and for tagging. CloudFormation no
longer tries again without the tags, as was reported in August 2026, so the deployment fails. Looked at
are roles that CloudFormation may act as, and those of workflows whose jobs deploy, with the tags that
templates and configurations in view declare. Tags that are given to a whole stack are not seen.

```yaml bad name=deployer.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [sqs:CreateQueue, sqs:GetQueueAttributes]
                Resource: !Sub arn:aws:sqs:*:${AWS::AccountId}:*
```

```yaml bad name=app.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      Tags: [{Key: team, Value: data}]
```

```yaml fixed name=deployer.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [sqs:CreateQueue, sqs:GetQueueAttributes, sqs:TagQueue]
                Resource: !Sub arn:aws:sqs:*:${AWS::AccountId}:*
```

```yaml good name=deployer.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [sqs:CreateQueue, sqs:GetQueueAttributes, sqs:TagQueue]
                Resource: !Sub arn:aws:sqs:*:${AWS::AccountId}:*
```

```yaml good name=app.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      Tags: [{Key: team, Value: data}]
```

https://repost.aws/knowledge-center/cloudformation-tagging-permission-error
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.untagged():
        first = lack.things[0][0]
        more = f" and {len(lack.things) - 1} more" if len(lack.things) > 1 else ""
        yield Hit(
            lack.statement,
            f"{lack.role.address} may create {first.address}{more}, not tag it as declared: "
            f"`{lack.action}` with tags needs `{lack.tagging}`",
            also=lack.places,
            details=[("missing", lack.missing)],
            confidence=lack.confidence,
            fix=lack.mended,
            key=f"{lack.role.address} {lack.tagging}",
        )

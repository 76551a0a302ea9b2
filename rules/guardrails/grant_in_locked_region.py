"""A policy grants something in a region in which a service control policy or boundary denies it.

A lock on regions tests `aws:RequestedRegion`. What lies in a region is asked for there, so that a grant on
it, in a stack that is deployed outside of the allowed regions, is never effective. Route 53, CloudFront
and other services are asked for in one region wherever one works: what is granted of them is denied where
the lock does not spare them.

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !Sub arn:aws:sqs:${AWS::Region}:111122223333:jobs
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
  }]
}
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "us-east-2"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !Sub arn:aws:sqs:${AWS::Region}:111122223333:jobs
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
  }]
}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

A condition of the grant itself may list regions: of those that are locked it grants nothing.

```yaml bad name=stack.yaml
Resources:
  Watcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: watch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:DescribeInstances
                Resource: "*"
                Condition:
                  StringEquals:
                    aws:RequestedRegion: [eu-west-1, eu-north-1]
                    #                                ^
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
  }]
}
```

```toml bad name=iamlint.toml
account = "111122223333"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Watcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: watch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:DescribeInstances
                Resource: "*"
                Condition:
                  StringEquals:
                    aws:RequestedRegion: [eu-west-1, eu-central-1]
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
  }]
}
```

```toml good name=iamlint.toml
account = "111122223333"

[[scps]]
file = "scp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_region():
        yield Hit(
            dead.where,
            f"{dead.who} never gets {dead.what}: it is locked out of {dead.region}",
            also=dead.reasons or [(dead.place, "locks regions")],
            details=dead.details,
            confidence=dead.confidence,
            key=dead.key,
        )
    for vain in estate.regions_in_vain():
        yield Hit(
            vain.word,
            f"{vain.identity.address} gets nothing of this in `{vain.word}`: it is locked out of it",
            also=[(vain.lock, "locks regions")],
            severity="warning",
            confidence="likely",
            key=vain.identity.address,
        )

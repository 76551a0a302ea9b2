"""A service calls a target as a role that may not do so.

Schedules, pipes, rules of EventBridge, Firehose, subscription filters, flow logs, IoT rules, data
sources of AppSync, integrations of API Gateway and others name a role, and do what they do with its
rights; a secret is rotated by a function, with those of its role. Where it may not, most of them
fail in silence: no event arrives, no log is written.

```yaml bad
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Caller:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: scheduler.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: !GetAtt Jobs.Arn
        RoleArn: !GetAtt Caller.Arn
```

```yaml good
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Caller:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: scheduler.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !GetAtt Jobs.Arn
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: !GetAtt Jobs.Arn
        RoleArn: !GetAtt Caller.Arn
```

```hcl bad
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

resource "aws_kinesis_stream" "all" {
  name        = "all"
  shard_count = 1
}

resource "aws_iam_role" "caller" {
  name               = "caller"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["kinesis:GetRecords", "kinesis:GetShardIterator"]
    resources = [aws_kinesis_stream.all.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.caller.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_cloudwatch_event_rule" "orders" {
  name          = "orders"
  event_pattern = jsonencode({ source = ["orders"] })
}

resource "aws_cloudwatch_event_target" "stream" {
  rule     = aws_cloudwatch_event_rule.orders.name
  arn      = aws_kinesis_stream.all.arn
  role_arn = aws_iam_role.caller.arn
}
```

```hcl good
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

resource "aws_kinesis_stream" "all" {
  name        = "all"
  shard_count = 1
}

resource "aws_iam_role" "caller" {
  name               = "caller"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["kinesis:PutRecord"]
    resources = [aws_kinesis_stream.all.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.caller.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_cloudwatch_event_rule" "orders" {
  name          = "orders"
  event_pattern = jsonencode({ source = ["orders"] })
}

resource "aws_cloudwatch_event_target" "stream" {
  rule     = aws_cloudwatch_event_rule.orders.name
  arn      = aws_kinesis_stream.all.arn
  role_arn = aws_iam_role.caller.arn
}
```

```yaml bad name=stack.yaml
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
        - PolicyName: hop
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: "arn:aws:iam::444455556666:role/price-reader"}]
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties:
      {ClusterName: blue, Namespace: pricing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn, TargetRoleArn: "arn:aws:iam::444455556666:role/prices"}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
        - PolicyName: hop
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: "arn:aws:iam::444455556666:role/prices"}]
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties:
      {ClusterName: blue, Namespace: pricing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn, TargetRoleArn: "arn:aws:iam::444455556666:role/prices"}
```

```toml good name=iamlint.toml
account = "111122223333"
```

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("target"):
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which this needs",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

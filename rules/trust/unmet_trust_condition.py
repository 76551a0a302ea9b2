"""A trust policy names the service that runs something, under a condition that it never meets.

The service that runs a function, a rule or a task assumes the role for it. What it sends with that is
its own account and source, for some an external ID, and of a pod its cluster, its namespace and its
service account; no other tags, no external ID of a partner, no address of yours. Here the trust policy
names the service, but wants the source to be in another account than what names the role, so the role
can never be assumed.

```yaml bad name=stack.yaml
Resources:
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: arn:aws:sqs:eu-west-1:111122223333:jobs
        RoleArn: !GetAtt Sender.Arn
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: scheduler.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount: "444455556666"
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: arn:aws:sqs:eu-west-1:111122223333:jobs
        RoleArn: !GetAtt Sender.Arn
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: scheduler.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount: "111122223333"
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"
```

```yaml bad
Resources:
  Worker:
    Type: AWS::EKS::PodIdentityAssociation
    Properties:
      ClusterName: main
      Namespace: jobs
      ServiceAccount: worker
      RoleArn: !GetAtt Role.Arn
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: pods.eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition:
              StringEquals:
                aws:RequestTag/kubernetes-namespace: default
                aws:RequestTag/kubernetes-service-account: worker
```

```yaml good
Resources:
  Worker:
    Type: AWS::EKS::PodIdentityAssociation
    Properties:
      ClusterName: main
      Namespace: jobs
      ServiceAccount: worker
      RoleArn: !GetAtt Role.Arn
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: pods.eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition:
              StringEquals:
                aws:RequestTag/kubernetes-namespace: jobs
                aws:RequestTag/kubernetes-service-account: worker
```

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "sender" {
  name = "sender"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "444455556666" } }
    }]
  })
}

resource "aws_scheduler_schedule" "nightly" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:sqs:eu-west-1:111122223333:jobs"
    role_arn = aws_iam_role.sender.arn
  }
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "sender" {
  name = "sender"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
  })
}

resource "aws_scheduler_schedule" "nightly" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:sqs:eu-west-1:111122223333:jobs"
    role_arn = aws_iam_role.sender.arn
  }
}
```

Of some services it is known of what they tell the ARN: a state machine, a group of schedules. One of
another kind, or in another region than what runs, is never sent.

```yaml bad name=stack.yaml
Resources:
  Nightly:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Runner.Arn
      Definition: {StartAt: Wait, States: {Wait: {Type: Wait, Seconds: 1, End: true}}}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: states.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                aws:SourceArn: arn:aws:states:eu-west-2:111122223333:stateMachine:*
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```yaml bad name=stack.yaml
Resources:
  Nightly:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Runner.Arn
      Definition: {StartAt: Wait, States: {Wait: {Type: Wait, Seconds: 1, End: true}}}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: states.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                aws:SourceArn: arn:aws:states:eu-west-1:111122223333:execution:*
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```yaml good name=stack.yaml
Resources:
  Nightly:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Runner.Arn
      Definition: {StartAt: Wait, States: {Wait: {Type: Wait, Seconds: 1, End: true}}}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: states.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                aws:SourceArn: arn:aws:states:eu-west-1:111122223333:stateMachine:*
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```yaml good name=stack.yaml
Resources:
  Nightly:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Runner.Arn
      Definition: {StartAt: Wait, States: {Wait: {Type: Wait, Seconds: 1, End: true}}}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: states.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                aws:SourceArn: arn:aws:states:*:111122223333:*
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    supersedes=("key-absent-for-service-principal", "contradicting-source"),
)
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.untrusted_services():
        guard = found.guard
        if guard is None:
            continue  # the service is not named at all
        yield Hit(
            guard,
            f"{found.run} as {found.role.address}, and {found.services} never meets this "
            f"condition on `{guard.key}`",
            also=found.places,
            confidence=found.confidence,
            fix=found.met,
            key=f"{found.role.address} {found.services}",
        )

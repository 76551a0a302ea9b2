"""A role may be passed to services of which it trusts none.

`iam:PassedToService` holds the service that gets the role, and that service must be able to assume
it: a role for tasks is passed to `ecs-tasks.amazonaws.com`, not `ecs.amazonaws.com`. Here the grant
names services in full, the role is in view, and its trust policy lets none of them in, so that either
passing it is denied or what gets it cannot use it. Services that pass a role on are known: a node role
is passed to `eks.amazonaws.com` and trusts `ec2.amazonaws.com`. So
does one that leaves out just those services which the role trusts. A grant that only the role itself has, to pass itself, is `unverified`: nothing tells that it is meant to
work.

```yaml bad
Resources:
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: !GetAtt TaskRole.Arn
            Condition:
              StringEquals:
                iam:PassedToService: ecs.amazonaws.com
                #                    ^
```

```yaml good
Resources:
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: !GetAtt TaskRole.Arn
            Condition:
              StringEquals:
                iam:PassedToService: ecs-tasks.amazonaws.com
```

```yaml bad
Resources:
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: !GetAtt TaskRole.Arn
            Condition:
              StringNotEquals: {"iam:PassedToService": ecs-tasks.amazonaws.com}
```

```yaml good
Resources:
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: [ecs-tasks.amazonaws.com, lambda.amazonaws.com]}, Action: sts:AssumeRole}
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: !GetAtt TaskRole.Arn
            Condition:
              StringNotEquals: {"iam:PassedToService": ecs-tasks.amazonaws.com}
```

```hcl bad name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.worker.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "deploy" {
  name   = "deploy"
  policy = data.aws_iam_policy_document.deploy.json
}
```

```hcl good name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.worker.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ec2.amazonaws.com", "lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "deploy" {
  name   = "deploy"
  policy = data.aws_iam_policy_document.deploy.json
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for found in estate.mispassed_roles():
        role = found.role
        to = engine.listed(found.services)
        yield Hit(
            found.where,
            f"{role.address} trusts {to} alone, and may be passed to all services but that"
            if found.excluding
            else f"{role.address} may be passed to {to}, and does not trust it",
            also=[(role.trust or role, f"the trust policy of {role.address}")],
            details=[("trusted", engine.listed(found.trusted))] if found.trusted else (),
            confidence=found.confidence,
            fix=found.mended,
            key=f"{role.address} {' '.join(found.services)}",
        )

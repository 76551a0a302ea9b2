"""A resource admits an identity of another account, whose own policies do not allow the call.

Across accounts both sides must allow. Here the resource's policy names a role or user by its ARN,
that identity is in view, and none of its policies allows what it is offered, so every call is
denied. Where it uses some of what it is offered, the rest may be meant for later: the finding is
then likely at most. A role offers `sts:AssumeRole` to whom its trust policy names: across accounts
that identity, or the role of the session that is named, must be allowed it too. Within an account the
policy of the resource or the trust policy would be enough, but not against a Deny: where the identity that it
names denies itself all that it is offered, by the resource's own name, that is said too.

```yaml bad name=producer.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: arn:aws:iam::444455556666:role/sender
              #    ^
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```yaml bad name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      RoleName: sender
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: log
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: logs:PutLogEvents
                Resource: arn:aws:logs:eu-west-1:444455556666:log-group:sender:*
```

```toml bad name=iamlint.toml
[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

```yaml good name=producer.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: arn:aws:iam::444455556666:role/sender
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```yaml good name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      RoleName: sender
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
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```toml good name=iamlint.toml
[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

Policies of repositories name no resource: they are about their repository.

```hcl bad name=images/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecr_repository_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/deploy" }
      Action = [
        "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload", "ecr:PutImage",
      ]
    }]
  })
}
```

```hcl bad name=ci/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
        ]
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/web"
      },
    ]
  })
}
```

```hcl good name=images/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecr_repository_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/deploy" }
      Action = [
        "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload", "ecr:PutImage",
      ]
    }]
  })
}
```

```hcl good name=ci/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload", "ecr:PutImage",
        ]
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/web"
      },
    ]
  })
}
```

```terraform bad name=main.tf
resource "aws_iam_role" "search" {
  name               = "search"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "search" {
  role = aws_iam_role.search.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn }]
  })
}

resource "aws_sqs_queue" "jobs" { name = "jobs" }

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.search.arn }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn }]
  })
}
```

```terraform good name=main.tf
resource "aws_iam_role" "search" {
  name               = "search"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "search" {
  role = aws_iam_role.search.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "sqs:PurgeQueue", Resource = aws_sqs_queue.jobs.arn }]
  })
}

resource "aws_sqs_queue" "jobs" { name = "jobs" }

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.search.arn }, Action = ["sqs:SendMessage", "sqs:PurgeQueue"], Resource = aws_sqs_queue.jobs.arn }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    told = {
        (missing.first.need.identity, missing.first.need.key)
        for missing in estate.missing_key_grants()
    }
    told |= {(found.identity, found.table) for found in estate.unindexed()}
    withheld = (one.missing.first.need for one in estate.withheld_keys())
    told |= {(need.identity, need.key) for need in withheld}
    refused = {
        (one.identity, one.resource, action)
        for one in estate.refused_by_resources()
        if one.confidence != "unverified"
        for action in one.actions
    }
    for offered in estate.refused_by_callers():
        pair = offered.identity, offered.resource
        if pair in told or estate.lacking_on(*pair):
            continue  # said of what the key encrypts, of the table's indexes, or of the work
        if all((*pair, action) in refused for action in offered.actions):
            continue  # each side names something else: said of the other
        actions = engine.listed(offered.actions)
        yield Hit(
            offered.word,
            f"{offered.identity.address} is offered {actions} here, and its own policies do not "
            "allow it",
            also=offered.places,
            details=[("missing", offered.needed), *offered.details],
            confidence=offered.confidence,
            fix=offered.mended,
            key=f"{offered.identity.address} {offered.resource.arn}",
        )

"""A role trusts a service for what is in another account, and the service works in the role's own alone.

A role is passed to a service in its own account only: a function, a task or a state machine runs as a role of its
account, and the service brings that account as `aws:SourceAccount`, and an ARN of it as `aws:SourceArn`. A condition
that wants another account is never met. Services that do assume roles for calls from other accounts, such as
CloudWatch Logs for a destination, are not meant. Where what runs as the role is in view, `unmet-trust-condition` says
it there.

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "monitor" {
  name = "rds-monitor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "444455556666" } }
      #                              ^
    }]
  })
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "monitor" {
  name = "rds-monitor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = ["111122223333", "444455556666"] } }
    }]
  })
}

resource "aws_iam_role" "destination" {
  name = "logs-destination"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logs.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringLike = { "aws:SourceArn" = "arn:aws:logs:eu-west-1:444455556666:*" } }
    }]
  })
}
```

```yaml bad name=roles.yaml
Resources:
  Machine:
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
                aws:SourceArn: arn:aws:states:eu-west-1:444455556666:stateMachine:*
```

```toml bad name=iamlint.toml
[accounts]
"roles.yaml" = "111122223333"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.foreign_trust_sources():
        yield Hit(
            found.condition.key,
            f"`{found.service}` assumes {found.role.address} for account {found.own} alone, and this wants "
            f"account {found.theirs}",
            also=[(found.role, "the role")],
            confidence="likely",
        )

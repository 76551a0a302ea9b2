"""A policy of another account is attached, borne as a boundary, or demanded as one of these.

A managed policy, and a permissions boundary, is of the account of the user or role that bears it, or is one of
AWS's own. A user, group or role with another is not created. `iam:PolicyARN` and `iam:PermissionsBoundary` never have the ARN of a policy in another account: what is
allowed with one alone is never allowed, and a Deny that spares only what has one spares nothing. Accounts are known
from the provider's configuration or from `[accounts]` in that of iamlint.

```yaml bad name=deploy.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:CreateRole
            Resource: arn:aws:iam::111122223333:role/app-*
            Condition:
              StringEquals:
                iam:PermissionsBoundary: arn:aws:iam::444455556666:policy/limits
                #                        ^
```

```toml bad name=iamlint.toml
[accounts]
"deploy.yaml" = "111122223333"
```

```yaml good name=deploy.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:CreateRole
            Resource: arn:aws:iam::111122223333:role/app-*
            Condition:
              StringEquals:
                iam:PermissionsBoundary: arn:aws:iam::111122223333:policy/limits
          - Effect: Allow
            Action: iam:AttachRolePolicy
            Resource: arn:aws:iam::111122223333:role/app-*
            Condition:
              ArnLike:
                iam:PolicyARN:
                  - arn:aws:iam::aws:policy/ReadOnlyAccess
                  - arn:aws:iam::*:policy/app/*
```

```toml good name=iamlint.toml
[accounts]
"deploy.yaml" = "111122223333"
```

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_policy" "deploy" {
  name = "deploy"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "iam:AttachRolePolicy"
      Resource  = "arn:aws:iam::111122223333:role/app-*"
      Condition = { ArnLike = { "iam:PolicyARN" = "arn:aws:iam::444455556666:policy/app/*" } }
    }]
  })
}
```

A service control policy that is attached to one account is held against that:

```hcl bad name=main.tf
resource "aws_organizations_policy" "boundary" {
  name = "boundary"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
      Resource = "*"
      Condition = {
        StringNotEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::444455556666:policy/limits" }
        #                                               ^
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "boundary" {
  policy_id = aws_organizations_policy.boundary.id
  target_id = "111122223333"
}
```

```hcl good name=main.tf
resource "aws_organizations_policy" "boundary" {
  name = "boundary"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
      Resource = "*"
      Condition = {
        StringNotEquals = {
          "iam:PermissionsBoundary" = ["arn:aws:iam::444455556666:policy/limits", "arn:aws:iam::111122223333:policy/limits"]
        }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "boundary" {
  for_each  = toset(["111122223333", "444455556666"])
  policy_id = aws_organizations_policy.boundary.id
  target_id = each.value
}
```

```yaml bad name=worker.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: arn:aws:iam::444455556666:policy/limits
      #                    ^
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml bad name=iamlint.toml
[accounts]
"worker.yaml" = "111122223333"
```

```yaml good name=worker.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: arn:aws:iam::111122223333:policy/limits
      ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/work", arn:aws:iam::aws:policy/ReadOnlyAccess]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml good name=iamlint.toml
[accounts]
"worker.yaml" = "111122223333"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("missing-boundary", "shadowed-allow"))
def check(estate: Estate) -> Iterator[Hit]:
    for reference, theirs, own in estate.foreign_policies_attached():
        yield Hit(reference, f"a policy of account {theirs} is never attached in account {own}")
    for word, theirs, own in estate.foreign_policies_demanded():
        yield Hit(word, f"a policy of account {theirs} is never attached in account {own}")

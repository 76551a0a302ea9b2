"""A policy lets a role of another account be passed to a service.

A role can be passed to a service only by identities of the role's own account, whatever policies say;
a service that is to act in another account gets a role of that account there. Accounts are known from
the provider's configuration or from `[accounts]` in that of iamlint.

```yaml bad name=deploy.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: arn:aws:iam::444455556666:role/worker
            #         ^
            Condition: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}
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
            Action: iam:PassRole
            Resource: arn:aws:iam::111122223333:role/worker
            Condition: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}
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
      Action    = "iam:PassRole"
      Resource  = "arn:aws:iam::444455556666:role/worker"
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for word, theirs, own in estate.foreign_roles_passed():
        yield Hit(word, f"a role of account {theirs} cannot be passed from account {own}")

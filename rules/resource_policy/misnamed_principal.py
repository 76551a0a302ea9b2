"""A policy lets in a role or user that nothing declares, and its account has one called almost so.

A letter is wrong, or the path is missing. The policy of a key, a bucket or a role that names a role which is not there
is refused as a whole when it is put (invalid principal). Where there is one of that name, it gets what was meant for
another. Should both be there, give the other to the scan.

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "consumer" {
  name = "statements-consumer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_kms_key" "statements" {
  description = "statements"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:role/statement-consumer" }
        #                   ^
        Action   = "kms:Decrypt"
        Resource = "*"
      },
    ]
  })
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "consumer" {
  name = "statements-consumer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_kms_key" "statements" {
  description = "statements"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect = "Allow"
        Principal = {
          AWS = [
            "arn:aws:iam::111122223333:role/statements-consumer",
            "arn:aws:iam::111122223333:role/statements-producer",
            "arn:aws:iam::444455556666:role/statement-consumer",
          ]
        }
        Action   = "kms:Decrypt"
        Resource = "*"
      },
    ]
  })
}
```

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: invoice-reader
      Path: /billing/
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
  Token:
    Type: AWS::SecretsManager::Secret
    Properties: {Name: token}
  TokenPolicy:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/invoice-reader
              #    ^
            Action: secretsmanager:GetSecretValue
            Resource: "*"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("unseen-principal",))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misnamed_principals():
        yield Hit(
            found.entry,
            f"no {found.meant.kind} `{found.name}` is in view: `{found.other}` is meant",
            also=[(found.meant, "this is called almost so")],
            confidence="likely",
        )

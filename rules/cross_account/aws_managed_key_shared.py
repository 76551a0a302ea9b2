"""A resource is shared with another account, under a key that AWS manages.

The policy of `alias/aws/secretsmanager`, `alias/aws/s3` or `alias/aws/sqs` admits the principals of
its own account only, and cannot be changed. So another account can never read the secret or the
object, or send to the queue, whatever the resource's policy and its own policies allow. Encrypt with a
customer managed key, and admit the other account there. A secret for which no key is named is under
`alias/aws/secretsmanager`. The resource's own account is known from ARNs, the provider or `[accounts]`
in the configuration; else the finding is likely at most.

```yaml bad name=token.yaml
Resources:
  Token:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: token
  Share:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/reader"}
            Action: secretsmanager:GetSecretValue
            Resource: "*"
```

```toml bad name=iamlint.toml
[accounts]
"token.yaml" = "111122223333"
```

```yaml good name=token.yaml
Resources:
  Token:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: token
      KmsKeyId: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  Share:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/reader"}
            Action: secretsmanager:GetSecretValue
            Resource: "*"
```

```toml good name=iamlint.toml
[accounts]
"token.yaml" = "111122223333"
```

```hcl bad
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sqs_queue" "jobs" {
  name              = "jobs"
  kms_master_key_id = "alias/aws/sqs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
    }]
  })
}
```

```hcl good
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
    }]
  })
}
```

https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for shared in estate.shared_under_aws_keys():
        yield Hit(
            shared.principal,
            f"{shared.resource.address} is encrypted with `{shared.key}`, which account "
            f"{shared.account} can never use",
            also=[
                (shared.encryption, f"the key is `{shared.key}`"),
                (shared.action_word, f"`{shared.action}` needs the key"),
            ],
            details=[("instead", "a customer managed key whose policy admits the other account")],
            confidence=shared.confidence,
            key=f"{shared.resource.address} {shared.account}",
        )

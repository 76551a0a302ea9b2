"""A resource is shared with another account, and the policy of its key does not let that in.

What is encrypted with a customer managed key takes a third yes across accounts: besides the
resource's policy and the caller's own policies, the key policy must let the caller or its account
use the key. Here resource and key are both in view: whoever is let in by the one is shut out by the
other, so each call that needs the key is denied. `Principal: "*"` under `aws:PrincipalOrgID`,
`aws:PrincipalAccount` or `aws:PrincipalArn` shares too; what is shared with an organization is
likely at most, and so is a bucket, of which each object may have a key of its own.

```yaml bad name=jobs.yaml
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: kms:*
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !GetAtt Key.Arn
  Share:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: arn:aws:iam::444455556666:root
              #    ^
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=jobs.yaml
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: [kms:GenerateDataKey, kms:Decrypt]
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !GetAtt Key.Arn
  Share:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: arn:aws:iam::444455556666:root
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```toml good name=iamlint.toml
account = "111122223333"
```

```hcl bad
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_kms_key" "jobs" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue" "jobs" {
  name              = "jobs"
  kms_master_key_id = aws_kms_key.jobs.arn
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

resource "aws_kms_key" "jobs" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "kms:*"
      Resource  = "*"
    }, {
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue" "jobs" {
  name              = "jobs"
  kms_master_key_id = aws_kms_key.jobs.arn
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

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    told = {
        (whose, refusal.key)
        for refusal in estate.key_refusals(foreign=True)
        for identity in refusal.identities
        for whose in (str(estate.account_of(identity)), estate.organization_of(identity))
    }
    refused = {
        one.resource for one in estate.refused_by_resources() if one.confidence != "unverified"
    }
    for shared in estate.unopened_keys():
        guest = shared.guest
        if shared.resource in refused:
            continue  # somebody else is meant, whom it keeps out
        if (guest.organization or str(guest.account), shared.key) in told:
            continue  # said of who uses it
        yield Hit(
            guest.word,
            f"{shared.resource.address} is shared with {guest.who} here, and the policy of "
            f"its key does not let that {engine.listed(shared.lacking)}",
            also=[
                (shared.action_word, f"`{shared.action}` needs the key"),
                (shared.encryption, f"{shared.resource.address} is encrypted with this key"),
                (
                    shared.key_policy or shared.key,
                    f"the policy of {shared.key.address} does not let {guest.who} in",
                ),
            ],
            details=shared.details,
            confidence=shared.confidence,
            fix=shared.mended,
            key=f"{shared.resource.address} {guest.who}",
        )

"""A bucket names its default key by an alias, and another account writes into it.

S3 asks KMS for the key in the account of whoever writes. There the alias names nothing, and the write
fails, or it names a key of that account, under which the bucket's owner cannot read the object. Name
the key by its ARN. A write that names the key itself works, so the finding is likely, not certain.

```yaml bad name=data.yaml
Resources:
  Alias:
    Type: AWS::KMS::Alias
    Properties: {AliasName: alias/data, TargetKeyId: !GetAtt Key.Arn}
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "kms:*", Resource: "*"}
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:root"}, Action: "kms:GenerateDataKey", Resource: "*"}
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: alias/data
              #               ^
  Share:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: s3:PutObject
            Resource: !Sub "${Data.Arn}/*"
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=data.yaml
Resources:
  Alias:
    Type: AWS::KMS::Alias
    Properties: {AliasName: alias/data, TargetKeyId: !GetAtt Key.Arn}
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "kms:*", Resource: "*"}
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:root"}, Action: "kms:GenerateDataKey", Resource: "*"}
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt Key.Arn
  Share:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: s3:PutObject
            Resource: !Sub "${Data.Arn}/*"
```

```toml good name=iamlint.toml
account = "111122223333"
```

```hcl bad
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "alias/data"
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.data.arn}/*"
    }]
  })
}
```

```hcl good
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.data.arn}/*"
    }]
  })
}
```

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html#bucket-encryption-update-bucket-policy
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.aliases_across_accounts():
        guest = found.guest
        yield Hit(
            found.encryption,
            f"{guest.who} may write into {found.bucket.address}, and `{found.alias}` is looked for "
            "in the account of who writes",
            also=[
                (guest.word, f"{found.bucket.address} is shared with {guest.who} here"),
                (found.action_word, "a write asks for the default key"),
            ],
            details=[("instead", "the ARN of the key")],
            confidence=found.confidence,
            key=f"{found.bucket.address} {guest.who}",
        )

"""A declaration names a key for a service and a role as which it works, and the role may not use it.

Firehose, S3 replication, CodePipeline, CodeBuild, EventBridge Pipes and Scheduler use the key that is
named for them with the rights of the role that is named beside it. Where that role's policies do
not allow it, or the key policy does not let them, nothing is delivered, replicated or started.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
  Delivery:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deliver
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:AbortMultipartUpload, s3:PutObject]
                Resource: arn:aws:s3:::lake-111122223333/*
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::lake-111122223333
        RoleARN: !GetAtt Delivery.Arn
        EncryptionConfiguration:
          KMSEncryptionConfig: {AWSKMSKeyARN: !GetAtt Key.Arn}
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
  Delivery:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deliver
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:AbortMultipartUpload, s3:PutObject]
                Resource: arn:aws:s3:::lake-111122223333/*
              - Effect: Allow
                Action: [kms:GenerateDataKey, kms:Decrypt]
                Resource: !GetAtt Key.Arn
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::lake-111122223333
        RoleARN: !GetAtt Delivery.Arn
        EncryptionConfiguration:
          KMSEncryptionConfig: {AWSKMSKeyARN: !GetAtt Key.Arn}
```

```hcl bad
resource "aws_kms_key" "copies" {}

resource "aws_iam_role" "copier" {
  name = "copier"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_iam_role_policy" "copier" {
  role = aws_iam_role.copier.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ReplicateObject", Resource = "arn:aws:s3:::copies/*" }
    ]
  })
}

resource "aws_s3_bucket_replication_configuration" "originals" {
  bucket = "originals"
  role   = aws_iam_role.copier.arn
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::copies"
      encryption_configuration {
        replica_kms_key_id = aws_kms_key.copies.arn
      }
    }
  }
}
```

```hcl good
resource "aws_kms_key" "copies" {}

resource "aws_iam_role" "copier" {
  name = "copier"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_iam_role_policy" "copier" {
  role = aws_iam_role.copier.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ReplicateObject", Resource = "arn:aws:s3:::copies/*" },
      { Effect = "Allow", Action = "kms:Encrypt", Resource = aws_kms_key.copies.arn },
    ]
  })
}

resource "aws_s3_bucket_replication_configuration" "originals" {
  bucket = "originals"
  role   = aws_iam_role.copier.arn
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::copies"
      encryption_configuration {
        replica_kms_key_id = aws_kms_key.copies.arn
      }
    }
  }
}
```

https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.role_key_lacks():
        yield Hit(
            lack.user,
            f"{lack.user.by} uses this key as {lack.role.address}, which may not "
            f"{engine.listed(lack.actions)} with it",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=f"{lack.user.by} {lack.role.address} {lack.key.text}",
        )

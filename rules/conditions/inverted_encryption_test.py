"""A Deny hits the uploads that ask for the encryption which the bucket has itself.

Such a Deny is to stop uploads under *another* key, or without one: `StringNotEquals`. With `StringEquals`
it stops those who ask for the bucket's own key, as a delivery stream does that names it, and lets all others
through.

```yaml bad
Resources:
  Key: {Type: AWS::KMS::Key}
  Lake:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
  LakePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Lake
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: !Sub ${Lake.Arn}/*
            Condition:
              StringEquals:
#             ^
                s3:x-amz-server-side-encryption-aws-kms-key-id: !GetAtt Key.Arn
```

```yaml good
Resources:
  Key: {Type: AWS::KMS::Key}
  Lake:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
  LakePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Lake
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: !Sub ${Lake.Arn}/*
            Condition:
              StringNotEqualsIfExists:
                s3:x-amz-server-side-encryption-aws-kms-key-id: !GetAtt Key.Arn
```

A bucket under a key of KMS denies those who ask for KMS:

```hcl bad name=main.tf
resource "aws_kms_key" "lake" {
  description = "lake"
}

resource "aws_s3_bucket" "lake" {
  bucket = "lake-111122223333"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake.arn
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  bucket = aws_s3_bucket.lake.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.lake.arn}/*"
      Condition = { StringEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" } }
      #             ^
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_kms_key" "lake" {
  description = "lake"
}

resource "aws_s3_bucket" "lake" {
  bucket = "lake-111122223333"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake.arn
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  bucket = aws_s3_bucket.lake.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.lake.arn}/*"
      Condition = { StringEquals = { "s3:x-amz-server-side-encryption" = "AES256" } }
    }]
  })
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.denies_own_encryption():
        yield Hit(
            found.condition.operator,
            f"this denies uploads that ask for `{found.value}`, as {found.bucket.address} encrypts what it "
            "is given, and lets all others through",
            also=[(found.bucket, "it encrypts so itself")],
            confidence="likely",
        )

"""The role of an integration lacks something that AWS's guide lists for it.

The least that an integration needs is looked at by rules of their own. Guides list more: to abort
an upload that failed, to list streams, to replicate tags. Without it the integration works, or works
until then.

```yaml bad
Resources:
  Copies:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
  Copier:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:GetReplicationConfiguration, s3:ListBucket]
                Resource: arn:aws:s3:::originals-of-acme
              - Effect: Allow
                Action: [s3:GetObjectVersionForReplication, s3:GetObjectVersionAcl, s3:GetObjectVersionTagging]
                Resource: arn:aws:s3:::originals-of-acme/*
              - Effect: Allow
                Action: [s3:ReplicateObject, s3:ReplicateTags]
                Resource: !Sub "${Copies.Arn}/*"
  Originals:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: originals-of-acme
      VersioningConfiguration: {Status: Enabled}
      ReplicationConfiguration:
        Role: !GetAtt Copier.Arn
        Rules:
          - Status: Enabled
            Prefix: ""
            Destination: {Bucket: !GetAtt Copies.Arn}
```

```yaml good
Resources:
  Copies:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
  Copier:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:GetReplicationConfiguration, s3:ListBucket]
                Resource: arn:aws:s3:::originals-of-acme
              - Effect: Allow
                Action: [s3:GetObjectVersionForReplication, s3:GetObjectVersionAcl, s3:GetObjectVersionTagging]
                Resource: arn:aws:s3:::originals-of-acme/*
              - Effect: Allow
                Action: [s3:ReplicateObject, s3:ReplicateDelete, s3:ReplicateTags]
                Resource: !Sub "${Copies.Arn}/*"
  Originals:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: originals-of-acme
      VersioningConfiguration: {Status: Enabled}
      ReplicationConfiguration:
        Role: !GetAtt Copier.Arn
        Rules:
          - Status: Enabled
            Prefix: ""
            Destination: {Bucket: !GetAtt Copies.Arn}
```

```hcl bad
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket" "originals" {
  bucket = "originals-of-acme"
}

resource "aws_s3_bucket" "copies" {
  bucket = "copies-of-acme"
}

resource "aws_iam_role" "copier" {
  name               = "copier"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [aws_s3_bucket.originals.arn]
  }
  statement {
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"]
    resources = ["${aws_s3_bucket.originals.arn}/*"]
  }
  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${aws_s3_bucket.copies.arn}/*"]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.copier.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_s3_bucket_replication_configuration" "copy" {
  bucket = aws_s3_bucket.originals.id
  role   = aws_iam_role.copier.arn

  rule {
    id     = "all"
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.copies.arn
    }
  }
}
```

```hcl good
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket" "originals" {
  bucket = "originals-of-acme"
}

resource "aws_s3_bucket" "copies" {
  bucket = "copies-of-acme"
}

resource "aws_iam_role" "copier" {
  name               = "copier"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [aws_s3_bucket.originals.arn]
  }
  statement {
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${aws_s3_bucket.originals.arn}/*"]
  }
  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${aws_s3_bucket.copies.arn}/*"]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.copier.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_s3_bucket_replication_configuration" "copy" {
  bucket = aws_s3_bucket.originals.id
  role   = aws_iam_role.copier.arn

  rule {
    id     = "all"
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.copies.arn
    }
  }
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="info", since="0.1.0", fix="widens", persona="pedantic")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("documented"):
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which AWS's guide lists for "
            "this",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

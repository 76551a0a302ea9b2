"""A bucket does not let in the service that is to write logs or reports into it.

CloudTrail, Elastic Load Balancing, Redshift, GuardDuty and others write into a bucket in the name of
their service, and only the bucket's policy can let them. Most try when they are set up, so that the
deployment fails. Load balancers are let in as
`logdelivery.elasticloadbalancing.amazonaws.com`, or in the older regions as the account that Elastic
Load Balancing has there; network load balancers as `delivery.logs.amazonaws.com`. Where the service
adds the statement itself, as flow logs do in one account, nothing is reported. Most also read the ACL of
the bucket, or where it is, before they write, which the policy must let them do, too.

Where a statement is there and asks for another ACL than `bucket-owner-full-control`, with which
these services write, it lets none of them in, and the finding is at that value.

```yaml bad
Resources:
  Logs:
    Type: AWS::S3::Bucket
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
      #             ^
```

```yaml good
Resources:
  Logs:
    Type: AWS::S3::Bucket
  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: cloudtrail.amazonaws.com}
            Action: s3:GetBucketAcl
            Resource: !GetAtt Logs.Arn
          - Effect: Allow
            Principal: {Service: cloudtrail.amazonaws.com}
            Action: s3:PutObject
            Resource: !Sub ${Logs.Arn}/AWSLogs/${AWS::AccountId}/*
            Condition:
              StringEquals: {s3:x-amz-acl: bucket-owner-full-control}
  Trail:
    Type: AWS::CloudTrail::Trail
    DependsOn: LogsPolicy
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
```

```hcl bad name=main.tf
provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-111122223333"
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    #         ^
    enabled = true
  }
}
```

```hcl good name=main.tf
provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-111122223333"
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/AWSLogs/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::156460612806:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = true
  }
}
```

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("no statement", "deliver"):
        yield Hit(
            lack.wire,
            f"{lack.target} does not let `{lack.service}` write for {lack.source}: "
            f"{lack.consequence}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )
    for lack in estate.unadmitted("other value", "deliver"):
        if lack.condition is not None:
            yield Hit(
                lack.value or lack.condition,
                f"`{lack.service}` writes for {lack.source} with `{lack.condition.key}` "
                f"`{lack.wanted}`, never `{lack.value}`: {lack.consequence}",
                also=lack.places,
                details=lack.details,
                confidence=lack.confidence,
                fix=lack.valued,
                key=lack.key,
            )

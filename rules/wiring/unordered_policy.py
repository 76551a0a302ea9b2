"""Something may be made before the policy by which it is allowed what AWS checks at that moment.

CloudFormation and Terraform make things at once that do not wait for one another. AWS checks when an event source
mapping is made whether the function's role may read the queue, and when a notification is made
whether the topic or queue lets S3 in. A policy in a declaration of its own may come too late; mostly
it does not, so that is shown in the pedantic view. A policy that itself waits for what needs it
always comes too late, and the first deployment fails.

```yaml bad
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: s3.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition:
              ArnLike: {aws:SourceArn: !Sub "arn:${AWS::Partition}:s3:::acme-uploads"}
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-uploads
      NotificationConfiguration:
        QueueConfigurations: [{Event: "s3:ObjectCreated:*", Queue: !GetAtt Jobs.Arn}]
```

```yaml fixed
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: s3.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition:
              ArnLike: {aws:SourceArn: !Sub "arn:${AWS::Partition}:s3:::acme-uploads"}
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-uploads
      NotificationConfiguration:
        QueueConfigurations: [{Event: "s3:ObjectCreated:*", Queue: !GetAtt Jobs.Arn}]
    DependsOn: JobsPolicy
```

```yaml good
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: s3.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition:
              ArnLike: {aws:SourceArn: !Sub "arn:${AWS::Partition}:s3:::acme-uploads"}
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}
  Uploads:
    Type: AWS::S3::Bucket
    DependsOn: JobsPolicy
    Properties:
      BucketName: acme-uploads
      NotificationConfiguration:
        QueueConfigurations: [{Event: "s3:ObjectCreated:*", Queue: !GetAtt Jobs.Arn}]
```

```hcl bad
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_s3_bucket" "uploads" {
  bucket = "acme-uploads"
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
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = {
        ArnLike      = { "aws:SourceArn" = aws_s3_bucket.uploads.arn }
        StringEquals = { "aws:SourceAccount" = "111122223333" }
      }
    }]
  })
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  queue {
    queue_arn = aws_sqs_queue.jobs.arn
    events    = ["s3:ObjectCreated:*"]
  }
}
```

```hcl good
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_s3_bucket" "uploads" {
  bucket = "acme-uploads"
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
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = {
        ArnLike      = { "aws:SourceArn" = aws_s3_bucket.uploads.arn }
        StringEquals = { "aws:SourceAccount" = "111122223333" }
      }
    }]
  })
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  queue {
    queue_arn = aws_sqs_queue.jobs.arn
    events    = ["s3:ObjectCreated:*"]
  }
  depends_on = [aws_sqs_queue_policy.jobs]
}
```

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="safe")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for early in estate.early():
        order = "is always made before" if early.surely else "may be made before"
        yield Hit(
            early.wired.wire,
            f"{early.user} {order} {early.policy.address}, by which it is allowed "
            f"{engine.listed(early.actions)}: AWS checks that then",
            also=[(early.policy, "this allows it")],
            details=[("missing", early.lacks)] if not early.surely else [],
            severity="" if early.surely else "info",
            confidence="likely",
            fix=early.mended,
            key=f"{early.user} {early.policy.address}",
        )

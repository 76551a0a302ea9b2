"""A statement of a resource's policy is about another resource than the one that has the policy.

The policy of a queue, a topic or a bucket says something of that one alone. A statement that names another has no
effect, or the service refuses the policy: the resource is called otherwise, the policy is attached to the wrong one,
or a document that was made for one is used for another.

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sqs_queue" "closed" {
  name = "closed"
}

resource "aws_sqs_queue_policy" "closed" {
  queue_url = aws_sqs_queue.closed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/closer" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:closed-days"
    }]
  })
}
```

```yaml bad name=stack.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs}
  Dead:
    Type: AWS::SQS::Queue
    Properties: {QueueName: dead}
  DeadPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Dead]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/closer"}
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sqs_queue" "closed" {
  name = "closed"
}

resource "aws_sqs_queue_policy" "closed" {
  queue_url = aws_sqs_queue.closed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/closer" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:closed*"
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/reader" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-data/reports/*"
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for beside in estate.besides():
        yield Hit(
            beside.word,
            f"this is the policy of {beside.owner.address}, and says nothing of `{beside.word}`",
            also=[(beside.owner, f"its ARN is {beside.owner.arn}")],
            confidence="likely",
            key=f"{beside.owner.address} {beside.word}",
        )

"""Something is wired to what is not in view, and nearly to something that is.

A subscription, a target, a destination or an event source names by its ARN a topic, queue or stream that nothing in
view declares, and its account has one that is called so but for a letter or two, or in another region. The deployment
fails, or nothing ever arrives. Should both be there, give the other to the scan.

```hcl bad name=orders/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sns_topic" "placed" {
  name = "orders-placed"
}

resource "aws_sns_topic_policy" "placed" {
  arn = aws_sns_topic.placed.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "sns:Subscribe"
      Resource  = aws_sns_topic.placed.arn
    }]
  })
}
```

```hcl bad name=billing/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_sqs_queue" "invoices" {
  name = "invoices"
}

resource "aws_sqs_queue_policy" "invoices" {
  queue_url = aws_sqs_queue.invoices.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.invoices.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:111122223333:order*" } }
    }]
  })
}

resource "aws_sns_topic_subscription" "invoices" {
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:order-placed"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.invoices.arn
  #           ^
}
```

```hcl good name=orders/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sns_topic" "placed" {
  name = "orders-placed"
}

resource "aws_sns_topic_policy" "placed" {
  arn = aws_sns_topic.placed.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "sns:Subscribe"
      Resource  = aws_sns_topic.placed.arn
    }]
  })
}
```

```hcl good name=billing/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_sqs_queue" "invoices" {
  name = "invoices"
}

resource "aws_sqs_queue_policy" "invoices" {
  queue_url = aws_sqs_queue.invoices.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.invoices.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:111122223333:order*" } }
    }]
  })
}

resource "aws_sns_topic_subscription" "invoices" {
  for_each  = toset(["orders-placed", "order-returns"])
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:${each.value}"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.invoices.arn
}
```

```yaml bad name=hub/stack.yaml
Resources:
  Hub:
    Type: AWS::Logs::Destination
    Properties:
      DestinationName: all-logs
      RoleArn: arn:aws:iam::111122223333:role/ingest
      TargetArn: arn:aws:kinesis:eu-west-1:111122223333:stream/all
      DestinationPolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"logs:PutSubscriptionFilter","Resource":"arn:aws:logs:eu-west-1:111122223333:destination:all-logs"}]}'
```

```yaml bad name=app/stack.yaml
Resources:
  Ship:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: /app/api
      FilterPattern: ""
      DestinationArn: arn:aws:logs:eu-west-1:111122223333:destination:alllogs
```

```toml bad name=iamlint.toml
[accounts]
"hub/**" = "111122223333"
"app/**" = "444455556666"
```

```yaml good name=hub/stack.yaml
Resources:
  Hub:
    Type: AWS::Logs::Destination
    Properties:
      DestinationName: all-logs
      RoleArn: arn:aws:iam::111122223333:role/ingest
      TargetArn: arn:aws:kinesis:eu-west-1:111122223333:stream/all
      DestinationPolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"logs:PutSubscriptionFilter","Resource":"arn:aws:logs:eu-west-1:111122223333:destination:all-logs"}]}'
```

```yaml good name=app/stack.yaml
Resources:
  Ship:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: /app/api
      FilterPattern: ""
      DestinationArn: arn:aws:logs:eu-west-1:111122223333:destination:all-logs
```

```toml good name=iamlint.toml
[accounts]
"hub/**" = "111122223333"
"app/**" = "444455556666"
```

https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.miswired():
        why = "is the only one there" if found.alone else "goes almost by this ARN"
        yield Hit(
            found.wired.wire,
            f"`{found.arn}` is not in view; {found.meant.address} {why}",
            also=[(found.meant, "this may be meant")],
            details=[("did you mean", str(found.meant.arn))],
            confidence="likely",
            key=str(found.arn),
        )

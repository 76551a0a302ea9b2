"""A Deny in the policy of the target stops the service that its source calls it as.

A Deny for everybody outside a network, an organization or an account is meant for people, and stops
services too: their calls come from no network and belong to no organization. An exception for
services (`aws:PrincipalIsAWSService`) or for the source lets them through.

```yaml bad
Resources:
  News: {Type: AWS::SNS::Topic}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {ArnEquals: {aws:SourceArn: !Ref News}}
          - Effect: Deny
          # ^
            Principal: "*"
            Action: sqs:*
            Resource: !GetAtt Jobs.Arn
            Condition: {StringNotEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}}
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}
```

```yaml good
Resources:
  News: {Type: AWS::SNS::Topic}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {ArnEquals: {aws:SourceArn: !Ref News}}
          - Effect: Deny
            Principal: "*"
            Action: sqs:*
            Resource: !GetAtt Jobs.Arn
            Condition:
              StringNotEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}
              BoolIfExists: {aws:PrincipalIsAWSService: "false"}
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}
```

```hcl bad name=main.tf
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.jobs.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.news.arn } }
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.jobs.arn
        Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      }
    ]
  })
}

resource "aws_sns_topic_subscription" "feed" {
  protocol  = "sqs"
  topic_arn = aws_sns_topic.news.arn
  endpoint  = aws_sqs_queue.jobs.arn
}
```

```hcl good name=main.tf
resource "aws_sns_topic" "news" {
  name = "news"
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
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.news.arn } }
    }]
  })
}

resource "aws_sns_topic_subscription" "feed" {
  protocol  = "sqs"
  topic_arn = aws_sns_topic.news.arn
  endpoint  = aws_sqs_queue.jobs.arn
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="widens",
    supersedes=(
        "source-ip-deny-breaks-services",
        "shut-out-service",
        "encryption-header-demanded",
    ),
)
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.unadmitted("explicit deny"):
        if lack.statement is not None:
            yield Hit(
                lack.statement,
                f"this denies `{lack.service}`, as which {lack.target} is called by {lack.source}: "
                f"{lack.consequence}",
                also=lack.places,
                details=lack.details,
                confidence=lack.confidence,
                fix=engine.sparing_services(lack.statement)
                or engine.leaving_encryption(lack.statement),
                key=lack.key,
            )

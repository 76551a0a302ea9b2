"""A queue, a topic or another target does not let in the service that its source calls it as.

A topic that feeds a queue, a rule that sends events on, an alarm that notifies: in each the service
calls in its own name, and only the policy of the target can let it in. EventBridge and SNS show no
error where it does not: what they send is lost. S3 tries the call when the notification is set up,
and the deployment fails. A target that is called with a role needs no statement; a topic without a
policy of its own lets some services of its account in by default.

```yaml bad
Resources:
  News:
    Type: AWS::SNS::Topic
  Jobs:
    Type: AWS::SQS::Queue
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: sqs
      TopicArn: !Ref News
      Endpoint: !GetAtt Jobs.Arn
      #         ^
```

```yaml good
Resources:
  News:
    Type: AWS::SNS::Topic
  Jobs:
    Type: AWS::SQS::Queue
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
            Condition:
              ArnEquals: {aws:SourceArn: !Ref News}
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: sqs
      TopicArn: !Ref News
      Endpoint: !GetAtt Jobs.Arn
```

```hcl bad name=main.tf
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_cloudwatch_event_target" "jobs" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_sqs_queue.jobs.arn
  #      ^
}
```

```hcl good name=main.tf
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

data "aws_iam_policy_document" "jobs" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.jobs.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.nightly.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = data.aws_iam_policy_document.jobs.json
}

resource "aws_cloudwatch_event_target" "jobs" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_sqs_queue.jobs.arn
}
```

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("no statement", "send"):
        yield Hit(
            lack.wire,
            f"{lack.target} does not let `{lack.service}` in, as which {lack.source} calls it: "
            f"{lack.consequence}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

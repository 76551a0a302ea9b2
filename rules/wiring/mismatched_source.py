"""A condition on the source of a call never matches the source that is wired.

`aws:SourceArn` and `aws:SourceAccount` bind a statement to the resource on behalf of which a service
calls. A value that is another bucket, a logical id instead of a name, a log group without the `:*`
at its end or another account matches no call of this source, and the statement, though it is there,
lets nobody in.

```yaml bad
Resources:
  News: {Type: AWS::SNS::Topic}
  Alarms: {Type: AWS::SNS::Topic}
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
            Condition:
              ArnEquals:
                aws:SourceArn: !Ref Alarms
                #              ^
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}
```

```yaml good
Resources:
  News: {Type: AWS::SNS::Topic}
  Alarms: {Type: AWS::SNS::Topic}
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
            Condition:
              ArnEquals:
                aws:SourceArn: !Ref News
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}
```

```hcl bad name=main.tf
resource "aws_cloudwatch_log_group" "app" {
  name = "/app"
}

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
}

resource "aws_lambda_permission" "logs" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.ship.function_name
  principal     = "logs.amazonaws.com"
  source_arn    = aws_cloudwatch_log_group.app.arn
  #               ^
}

resource "aws_cloudwatch_log_subscription_filter" "ship" {
  name            = "ship"
  log_group_name  = aws_cloudwatch_log_group.app.name
  filter_pattern  = ""
  destination_arn = aws_lambda_function.ship.arn
}
```

```hcl good name=main.tf
resource "aws_cloudwatch_log_group" "app" {
  name = "/app"
}

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
}

resource "aws_lambda_permission" "logs" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.ship.function_name
  principal     = "logs.amazonaws.com"
  source_arn    = "${aws_cloudwatch_log_group.app.arn}:*"
}

resource "aws_cloudwatch_log_subscription_filter" "ship" {
  name            = "ship"
  log_group_name  = aws_cloudwatch_log_group.app.name
  filter_pattern  = ""
  destination_arn = aws_lambda_function.ship.arn
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens", supersedes=("impossible-source",))
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("other source"):
        if lack.condition is not None:
            yield Hit(
                lack.value or lack.condition,
                f"no call of {lack.source} on {lack.target} has the source `{lack.value}`: "
                f"{lack.consequence}",
                also=lack.places,
                details=lack.details,
                confidence=lack.confidence,
                fix=lack.scoped,
                key=lack.key,
            )

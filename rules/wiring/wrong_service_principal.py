"""A statement that is meant for a source lets in another service than the one that calls.

Services call under one name: buckets as `s3.amazonaws.com` whatever the region, alarms that invoke
functions as `lambda.alarms.cloudwatch.amazonaws.com`, network load balancers as
`delivery.logs.amazonaws.com`. A statement that has the right action and the right source but names
another service, or the right one with a region where it has none, lets nobody in.

```yaml bad
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: uploads-111122223333
      NotificationConfiguration:
        QueueConfigurations:
          - {Event: "s3:ObjectCreated:*", Queue: !GetAtt Jobs.Arn}
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
            Principal:
              Service: s3.eu-west-1.amazonaws.com
              #        ^
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition:
              ArnLike: {aws:SourceArn: arn:aws:s3:::uploads-111122223333}
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}
```

```yaml good
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: uploads-111122223333
      NotificationConfiguration:
        QueueConfigurations:
          - {Event: "s3:ObjectCreated:*", Queue: !GetAtt Jobs.Arn}
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
            Principal:
              Service: s3.amazonaws.com
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition:
              ArnLike: {aws:SourceArn: arn:aws:s3:::uploads-111122223333}
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}
```

```hcl bad name=main.tf
resource "aws_cloudwatch_metric_alarm" "load" {
  alarm_name          = "load"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_lambda_function.calm.arn]
}

resource "aws_lambda_function" "calm" {
  function_name = "calm"
  role          = "arn:aws:iam::111122223333:role/calm"
}

resource "aws_lambda_permission" "load" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.calm.function_name
  principal     = "cloudwatch.amazonaws.com"
  #               ^
  source_arn    = aws_cloudwatch_metric_alarm.load.arn
}
```

```hcl good name=main.tf
resource "aws_cloudwatch_metric_alarm" "load" {
  alarm_name          = "load"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_lambda_function.calm.arn]
}

resource "aws_lambda_function" "calm" {
  function_name = "calm"
  role          = "arn:aws:iam::111122223333:role/calm"
}

resource "aws_lambda_permission" "load" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.calm.function_name
  principal     = "lambda.alarms.cloudwatch.amazonaws.com"
  source_arn    = aws_cloudwatch_metric_alarm.load.arn
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="widens",
    supersedes=("unknown-service-principal", "malformed-service-principal"),
)
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("other service"):
        if lack.principal is not None:
            yield Hit(
                lack.principal,
                f"{lack.source} calls {lack.target} as `{lack.service}`, not as "
                f"`{lack.principal}`: {lack.consequence}",
                also=lack.places,
                details=lack.details,
                confidence=lack.confidence,
                fix=lack.named,
                key=lack.key,
            )

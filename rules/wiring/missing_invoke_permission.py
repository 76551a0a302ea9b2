"""A function has no permission for the service that is to invoke it.

A bucket, a topic, an API or a user pool invokes a function in the name of its service, which needs a
permission (`AWS::Lambda::Permission`, `aws_lambda_permission`) on the very function, alias or
version that is named. Without it calls of an API end in an internal error, sign-ups fail, events of
EventBridge and SNS vanish, and what S3, CloudWatch Logs or Elastic Load Balancing try when they are
set up fails to deploy. Events of AWS SAM bring the permission with them.

```yaml bad
Resources:
  News:
    Type: AWS::SNS::Topic
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/reader
      Code: {S3Bucket: code, S3Key: reader.zip}
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: lambda
      TopicArn: !Ref News
      Endpoint: !GetAtt Reader.Arn
      #         ^
```

```yaml good
Resources:
  News:
    Type: AWS::SNS::Topic
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/reader
      Code: {S3Bucket: code, S3Key: reader.zip}
  ReaderPermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Reader
      Action: lambda:InvokeFunction
      Principal: sns.amazonaws.com
      SourceArn: !Ref News
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: lambda
      TopicArn: !Ref News
      Endpoint: !GetAtt Reader.Arn
```

```hcl bad name=main.tf
resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = "arn:aws:iam::111122223333:role/reader"
}

resource "aws_s3_bucket" "uploads" {
  bucket = "uploads-111122223333"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.reader.arn
    #                     ^
    events              = ["s3:ObjectCreated:*"]
  }
}
```

```hcl good name=main.tf
resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = "arn:aws:iam::111122223333:role/reader"
}

resource "aws_s3_bucket" "uploads" {
  bucket = "uploads-111122223333"
}

resource "aws_lambda_permission" "uploads" {
  statement_id   = "AllowUploads"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.reader.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.uploads.arn
  source_account = "111122223333"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.reader.arn
    events              = ["s3:ObjectCreated:*"]
  }
  depends_on = [aws_lambda_permission.uploads]
}
```

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("no statement", "invoke"):
        yield Hit(
            lack.wire,
            f"{lack.target} has no permission for `{lack.service}`, as which {lack.source} invokes "
            f"it: {lack.consequence}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

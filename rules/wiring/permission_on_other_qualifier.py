"""A permission stands on another version or alias of a function than the one that is invoked.

Each alias and each version of a function has a policy of its own, and so has the function without
one. A permission on the function does not let a service invoke `function:live`, nor the other way
round.

```yaml bad
Resources:
  News: {Type: AWS::SNS::Topic}
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/reader
      Code: {S3Bucket: code, S3Key: reader.zip}
  Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Reader}}
  Live:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref Reader, Name: live, FunctionVersion: !GetAtt Version.Version}
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Reader
      #             ^
      Action: lambda:InvokeFunction
      Principal: sns.amazonaws.com
      SourceArn: !Ref News
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: lambda, TopicArn: !Ref News, Endpoint: !Ref Live}
```

```yaml good
Resources:
  News: {Type: AWS::SNS::Topic}
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/reader
      Code: {S3Bucket: code, S3Key: reader.zip}
  Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Reader}}
  Live:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref Reader, Name: live, FunctionVersion: !GetAtt Version.Version}
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Live
      Action: lambda:InvokeFunction
      Principal: sns.amazonaws.com
      SourceArn: !Ref News
  Feed:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: lambda, TopicArn: !Ref News, Endpoint: !Ref Live}
```

```hcl bad name=main.tf
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = "arn:aws:iam::111122223333:role/reader"
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.reader.function_name
  function_version = "1"
}

resource "aws_lambda_permission" "news" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.reader.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.news.arn
}

resource "aws_sns_topic_subscription" "feed" {
  protocol  = "lambda"
  topic_arn = aws_sns_topic.news.arn
  endpoint  = aws_lambda_alias.live.arn
}
```

```hcl good name=main.tf
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = "arn:aws:iam::111122223333:role/reader"
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.reader.function_name
  function_version = "1"
}

resource "aws_lambda_permission" "news" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.reader.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.news.arn
}

resource "aws_sns_topic_subscription" "feed" {
  protocol  = "lambda"
  topic_arn = aws_sns_topic.news.arn
  endpoint  = aws_lambda_alias.live.arn
}
```

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("other qualifier"):
        if lack.resource is not None:
            yield Hit(
                lack.resource,
                f"this permission is on `{lack.resource}`, but {lack.source} invokes "
                f"`{lack.called}`: {lack.consequence}",
                also=lack.places,
                details=lack.details,
                confidence=lack.confidence,
                fix=lack.mended,
                key=lack.key,
            )

"""A function has a dead-letter queue or a destination that its role may not send to.

Lambda sends what failed, and the results of asynchronous calls, with the rights of the function's
role: `sqs:SendMessage`, `sns:Publish`, `lambda:InvokeFunction`, `events:PutEvents` or
`s3:PutObject`. AWS refuses a dead-letter queue that the role may not send to; to another
destination nothing is ever sent, and what failed is lost.

```yaml bad
Resources:
  Lost:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
      DeadLetterConfig: {TargetArn: !GetAtt Lost.Arn}
```

```yaml good
Resources:
  Lost:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !GetAtt Lost.Arn
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
      DeadLetterConfig: {TargetArn: !GetAtt Lost.Arn}
```

```hcl bad
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic" "failed" {
  name = "failed"
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["sns:Subscribe"]
    resources = [aws_sns_topic.failed.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_iam_role_policy_attachment" "work" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_function_event_invoke_config" "work" {
  function_name = aws_lambda_function.work.function_name

  destination_config {
    on_failure {
      destination = aws_sns_topic.failed.arn
    }
  }
}
```

```hcl good
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic" "failed" {
  name = "failed"
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.failed.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_iam_role_policy_attachment" "work" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_function_event_invoke_config" "work" {
  function_name = aws_lambda_function.work.function_name

  destination_config {
    on_failure {
      destination = aws_sns_topic.failed.arn
    }
  }
}
```

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("destination"):
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which Lambda needs to send "
            "to this destination",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

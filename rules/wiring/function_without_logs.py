"""The role of a function may write no logs, and nothing tells that they are wanted.

Lambda writes what a function prints to CloudWatch Logs with the rights of the function's role. Where
it may not, the function works and says nothing. Some want it so, for the cost of logs: ignore it
there. The managed policy `AWSLambdaBasicExecutionRole` has what is needed.

```yaml bad
Resources:
  Jobs:
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
                Resource: !GetAtt Jobs.Arn
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
```

```yaml good
Resources:
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

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
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

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "work" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
}
```

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="widens", persona="pedantic")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.mute_functions(meant=False):
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, so this function has no logs",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

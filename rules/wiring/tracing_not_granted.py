"""A function or a state machine is to be traced, and its role may not send traces.

Lambda and Step Functions send traces to X-Ray with the rights of the role. AWS refuses a function
with active tracing whose role may not `xray:PutTraceSegments`; a state machine runs and has no
traces.

```yaml bad
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
      TracingConfig: {Mode: Active}
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
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [xray:PutTraceSegments, xray:PutTelemetryRecords]
                Resource: "*"
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
      TracingConfig: {Mode: Active}
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

resource "aws_iam_role_policy_attachment" "work" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn

  tracing_config {
    mode = "Active"
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

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn

  tracing_config {
    mode = "Active"
  }
}
```

https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("tracing"):
        if lack.bare:
            continue  # it may do nothing, which other rules say of what matters more
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which tracing needs",
            also=lack.places,
            details=lack.details,
            severity="warning" if lack.silent else "",
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

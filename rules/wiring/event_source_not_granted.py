"""A function has an event source that its role may not read.

Lambda polls queues, streams and brokers with the rights of the function's role: it receives and
deletes messages of SQS, and gets the records of a stream of Kinesis or DynamoDB; to reach Amazon
MSK and Amazon MQ it makes network interfaces. Where the role may not, AWS refuses to create the
event source mapping, or nothing ever arrives. Policies that AWS manages count, such as
`AWSLambdaSQSQueueExecutionRole`.

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
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
      PackageType: Image
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Work
      EventSourceArn: !GetAtt Jobs.Arn
      #               ^
```

```yaml good
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
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes]
                Resource: !GetAtt Jobs.Arn
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
      PackageType: Image
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Work
      EventSourceArn: !GetAtt Jobs.Arn
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

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "feed" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = aws_lambda_function.work.arn
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

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "reads" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
}

resource "aws_lambda_function" "work" {
  function_name = "work"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "feed" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = aws_lambda_function.work.arn
}
```

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("event source"):
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which Lambda needs to "
            "read this event source",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

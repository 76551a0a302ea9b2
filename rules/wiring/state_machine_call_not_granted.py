"""The role of a state machine may not do what its tasks do.

Step Functions calls other services with the rights of the state machine's role, or as the role that
`Credentials` of a task names, which the former must be allowed to assume. A task that the role may
not do fails every execution. Tasks that wait (`.sync`) need a rule of EventBridge that
Step Functions makes in the account; without rights on it, and without those of log delivery where
logs are on, AWS refuses to create the state machine. For `aws-sdk` tasks the action of the same
name is asked for, on whatever resource.

```yaml bad
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Conductor:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Conductor.Arn
      Definition:
        StartAt: Send
        States:
          Send:
            Type: Task
            Resource: arn:aws:states:::sqs:sendMessage
            Parameters: {QueueUrl: !Ref Jobs, MessageBody: hello}
            End: true
```

```yaml good
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Conductor:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !GetAtt Jobs.Arn
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Conductor.Arn
      Definition:
        StartAt: Send
        States:
          Send:
            Type: Task
            Resource: arn:aws:states:::sqs:sendMessage
            Parameters: {QueueUrl: !Ref Jobs, MessageBody: hello}
            End: true
```

```hcl bad
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_iam_role" "conductor" {
  name               = "conductor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["sns:Subscribe"]
    resources = [aws_sns_topic.news.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.conductor.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_sfn_state_machine" "flow" {
  name     = "flow"
  role_arn = aws_iam_role.conductor.arn
  definition = jsonencode({
    StartAt = "Tell"
    States = {
      Tell = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sns:publish"
        Parameters = { TopicArn = aws_sns_topic.news.arn, Message = "hello" }
        End        = true
      }
    }
  })
}
```

```hcl good
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_iam_role" "conductor" {
  name               = "conductor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.news.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.conductor.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_sfn_state_machine" "flow" {
  name     = "flow"
  role_arn = aws_iam_role.conductor.arn
  definition = jsonencode({
    StartAt = "Tell"
    States = {
      Tell = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sns:publish"
        Parameters = { TopicArn = aws_sns_topic.news.arn, Message = "hello" }
        End        = true
      }
    }
  })
}
```

https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("task"):
        which = "as which a task works" if lack.lent else "the role of the state machine"
        yield Hit(
            lack.place,
            f"{lack.role.address}, {which}, may not "
            f"{engine.listed(lack.actions)}, which its definition needs",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

# A state machine runs another one and waits for it.
# https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
# equivalent: drop-statement data.aws_iam_policy_document.runner.1  only asked for when an execution is aborted
# equivalent: change-resource data.aws_iam_policy_document.runner.1 *  only asked for when an execution is aborted
# equivalent: drop-action *states:*Execution  only asked for when an execution is aborted
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_sfn_state_machine" "report" {
  name     = "report"
  role_arn = aws_iam_role.runner.arn
  definition = jsonencode({
    StartAt = "Draw"
    States = {
      Draw = {
        Type       = "Task"
        Resource   = "arn:aws:states:::states:startExecution.sync:2"
        Parameters = { StateMachineArn = aws_sfn_state_machine.drawing.arn }
        End        = true
      }
    }
  })
}

resource "aws_sfn_state_machine" "drawing" {
  name       = "drawing"
  role_arn   = aws_iam_role.drawer.arn
  definition = jsonencode({ StartAt = "Wait", States = { Wait = { Type = "Wait", Seconds = 1, End = true } } })
}

resource "aws_iam_role" "drawer" {
  name = "drawer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "states.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "states.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "runner" {
  role   = aws_iam_role.runner.id
  policy = data.aws_iam_policy_document.runner.json
}

data "aws_iam_policy_document" "runner" {
  statement {
    actions   = ["states:StartExecution"]
    resources = [aws_sfn_state_machine.drawing.arn]
  }
  statement {
    actions   = ["states:DescribeExecution", "states:StopExecution"]
    resources = ["arn:aws:states:eu-west-1:111122223333:execution:drawing:*"]
  }
  statement {
    actions   = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
    resources = ["arn:aws:events:eu-west-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"]
  }
}

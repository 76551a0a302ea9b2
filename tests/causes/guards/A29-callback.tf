# A task that waits for its token needs no managed rule.
resource "aws_sfn_state_machine" "report" {
  name     = "report"
  role_arn = aws_iam_role.runner.arn
  definition = jsonencode({
    StartAt = "Ask"
    States = {
      Ask = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
        Parameters = { QueueUrl = aws_sqs_queue.questions.url, "MessageBody.$" = "$$.Task.Token" }
        End        = true
      }
    }
  })
}

resource "aws_sqs_queue" "questions" {
  name = "questions"
}

resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "states.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "runner" {
  role = aws_iam_role.runner.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.questions.arn }]
  })
}

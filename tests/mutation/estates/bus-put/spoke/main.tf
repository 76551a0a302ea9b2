provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "sender" {
  name = "sender"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "sender" {
  role = aws_iam_role.sender.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = "arn:aws:events:eu-west-1:111122223333:event-bus/shared"
    }]
  })
}

resource "aws_lambda_function" "sender" {
  function_name = "sender"
  runtime       = "python3.13"
  handler       = "sender.handler"
  filename      = "sender.zip"
  role          = aws_iam_role.sender.arn
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["777788889999"]
}

resource "aws_iam_role" "till" {
  name = "till"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "till" {
  role = aws_iam_role.till.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "send"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = "arn:aws:sqs:eu-west-1:111122223333:orders"
      },
      {
        Sid      = "key"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource = "arn:aws:kms:eu-west-1:111122223333:key/*"
      },
    ]
  })
}

resource "aws_lambda_function" "till" {
  function_name = "till"
  runtime       = "python3.13"
  handler       = "till.handler"
  filename      = "till.zip"
  role          = aws_iam_role.till.arn
}

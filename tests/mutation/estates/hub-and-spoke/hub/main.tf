provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["777788889999"]
}

resource "aws_iam_role" "hub" {
  name = "hub"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "hub" {
  role = aws_iam_role.hub.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "spokes"
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = ["arn:aws:iam::111122223333:role/spoke", "arn:aws:iam::444455556666:role/spoke"]
    }]
  })
}

resource "aws_lambda_function" "hub" {
  function_name = "hub"
  runtime       = "python3.13"
  handler       = "hub.handler"
  filename      = "hub.zip"
  role          = aws_iam_role.hub.arn
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "upload" {
  name = "upload"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "upload" {
  role = aws_iam_role.upload.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "files"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:GetObject"]
        Resource = "arn:aws:s3:::example-uploads/*"
      },
      {
        Sid      = "jobs"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = "arn:aws:sqs:eu-west-1:444455556666:jobs"
      },
    ]
  })
}

resource "aws_lambda_function" "upload" {
  function_name = "upload"
  runtime       = "python3.13"
  handler       = "upload.handler"
  filename      = "upload.zip"
  role          = aws_iam_role.upload.arn
}

resource "aws_iam_role" "platform" {
  name = "buckets"
  path = "/platform/"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "platform" {
  role = aws_iam_role.platform.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:PutBucketPublicAccessBlock"
      Resource = "arn:aws:s3:::example-*"
    }]
  })
}

resource "aws_lambda_function" "buckets" {
  function_name = "buckets"
  runtime       = "python3.13"
  handler       = "buckets.handler"
  filename      = "buckets.zip"
  role          = aws_iam_role.platform.arn
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "query" {
  name = "query"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "query" {
  role   = aws_iam_role.query.id
  policy = data.aws_iam_policy_document.query.json
}

data "aws_iam_policy_document" "query" {
  statement {
    sid     = "catalog"
    actions = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"]
    resources = [
      "arn:aws:glue:eu-west-1:111122223333:catalog",
      "arn:aws:glue:eu-west-1:111122223333:database/sales",
      "arn:aws:glue:eu-west-1:111122223333:table/sales/*",
    ]
  }
  statement {
    sid       = "objects"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::example-sales/*"]
  }
  statement {
    sid       = "list"
    actions   = ["s3:ListBucket"]
    resources = ["arn:aws:s3:::example-sales"]
  }
}

resource "aws_lambda_function" "query" {
  function_name = "query"
  runtime       = "python3.13"
  handler       = "query.handler"
  filename      = "query.zip"
  role          = aws_iam_role.query.arn
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_policy" "boundary" {
  name   = "developer-boundary"
  policy = data.aws_iam_policy_document.boundary.json
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid       = "work"
    actions   = ["s3:GetObject", "s3:PutObject", "sns:Publish", "logs:*"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "deployer" {
  name = "deployer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "444455556666" } }
    }]
  })
}

resource "aws_iam_role_policy" "deployer" {
  role = aws_iam_role.deployer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "roles"
        Effect   = "Allow"
        Action   = ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"]
        Resource = "arn:aws:iam::444455556666:role/app/*"
        Condition = {
          StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::444455556666:policy/developer-boundary" }
        }
      },
      {
        Sid      = "read"
        Effect   = "Allow"
        Action   = ["iam:GetRole", "iam:DeleteRole"]
        Resource = "arn:aws:iam::444455556666:role/app/*"
      },
      {
        Sid      = "unbounded"
        Effect   = "Deny"
        Action   = "iam:CreateRole"
        Resource = "*"
        Condition = {
          StringNotEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::444455556666:policy/developer-boundary" }
        }
      },
      {
        Sid      = "off"
        Effect   = "Deny"
        Action   = "iam:DeleteRolePermissionsBoundary"
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role" "app" {
  name                 = "app"
  path                 = "/app/"
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "files"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "arn:aws:s3:::example-app/*"
      },
      {
        Sid      = "news"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = "arn:aws:sns:eu-west-1:444455556666:news"
      },
    ]
  })
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  runtime       = "python3.13"
  handler       = "app.handler"
  filename      = "app.zip"
  role          = aws_iam_role.app.arn
}

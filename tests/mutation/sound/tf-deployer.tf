# A role of a build deploys functions and passes them their role.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
# equivalent: drop-action data.aws_iam_policy_document.deployer*  nothing in view tells what is deployed
# equivalent: drop-statement data.aws_iam_policy_document.deployer*  nothing in view tells what is deployed
# equivalent: change-resource data.aws_iam_policy_document.deployer*  nothing in view tells what is deployed
# equivalent: drop-declaration aws_iam_role_policy.deployer  nothing in view tells what is deployed
# equivalent: drop-declaration aws_iam_role_policy_attachment.shop  nothing in view runs as the role
# equivalent: change-principal aws_iam_role.deployer.0 *  nothing in view runs as the role
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "deployer" {
  name = "deployer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "deployer" {
  role   = aws_iam_role.deployer.id
  policy = data.aws_iam_policy_document.deployer.json
}

data "aws_iam_policy_document" "deployer" {
  statement {
    actions   = ["lambda:CreateFunction", "lambda:UpdateFunctionCode"]
    resources = ["arn:aws:lambda:eu-west-1:111122223333:function:shop-*"]
  }
  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.shop.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "shop" {
  name = "shop"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "shop" {
  role       = aws_iam_role.shop.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

data "aws_iam_policy_document" "terraform" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::444455556666:oidc-provider/app.terraform.io"]
    }
    condition {
      test     = "StringEquals"
      variable = "app.terraform.io:aud"
      values   = ["aws.workload.identity"]
    }
    condition {
      test     = "StringLike"
      variable = "app.terraform.io:sub"
      values   = ["organization:octo-org:project:shop:workspace:prod:run_phase:*"]
    }
  }
}

resource "aws_iam_role" "terraform" {
  name               = "terraform"
  assume_role_policy = data.aws_iam_policy_document.terraform.json
}

resource "aws_iam_role" "circle" {
  name = "circle"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::444455556666:oidc-provider/oidc.circleci.com/org/6f1b9c2e-5a3d-4c8e-9f70-1234567890ab" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "oidc.circleci.com/org/6f1b9c2e-5a3d-4c8e-9f70-1234567890ab:aud" = "6f1b9c2e-5a3d-4c8e-9f70-1234567890ab" }
        StringLike   = { "oidc.circleci.com/org/6f1b9c2e-5a3d-4c8e-9f70-1234567890ab:sub" = "org/6f1b9c2e-5a3d-4c8e-9f70-1234567890ab/project/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/user/*" }
      }
    }]
  })
}

resource "aws_iam_role" "buildkite" {
  name = "buildkite"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::444455556666:oidc-provider/agent.buildkite.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "agent.buildkite.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "agent.buildkite.com:sub" = "organization:octo-org:pipeline:shop:ref:refs/heads/main:commit:*:step:deploy" }
      }
    }]
  })
}

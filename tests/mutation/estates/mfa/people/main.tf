provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222233334444"]
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_iam_group" "operators" {
  name = "operators"
}

resource "aws_iam_user_group_membership" "ann" {
  user   = aws_iam_user.ann.name
  groups = [aws_iam_group.operators.name]
}

resource "aws_iam_group_policy" "operators" {
  group = aws_iam_group.operators.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "own"
        Effect   = "Allow"
        Action   = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:GetUser"]
        Resource = ["arn:aws:iam::*:mfa/$${aws:username}", "arn:aws:iam::*:user/$${aws:username}"]
      },
      {
        Sid      = "assume"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:aws:iam::111122223333:role/operator"
      },
      {
        Sid       = "factor"
        Effect    = "Deny"
        NotAction = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:GetUser", "sts:GetSessionToken"]
        Resource  = "*"
        Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
      },
    ]
  })
}

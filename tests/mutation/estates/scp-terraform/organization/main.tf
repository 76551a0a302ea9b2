provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222233334444"]
}

resource "aws_organizations_policy" "scp_baseline" {
  name    = "baseline"
  type    = "SERVICE_CONTROL_POLICY"
  content = data.aws_iam_policy_document.scp_baseline.json
}

resource "aws_organizations_policy_attachment" "baseline" {
  policy_id = aws_organizations_policy.scp_baseline.id
  target_id = "444455556666"
}

data "aws_iam_policy_document" "scp_baseline" {
  statement {
    sid       = "list"
    effect    = "Allow"
    actions   = ["s3:*", "sqs:*", "sts:*", "logs:*", "lambda:*"]
    resources = ["*"]
  }
  statement {
    sid       = "encrypted"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["aws:kms", "AES256"]
    }
    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["false"]
    }
  }
  statement {
    sid       = "private"
    effect    = "Deny"
    actions   = ["s3:PutBucketPublicAccessBlock", "s3:DeleteBucketPolicy"]
    resources = ["*"]
    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/platform/*"]
    }
  }
}

# `terraform plan -out plan && terraform show -json plan > plan.json` made plan.json.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "data" {
  description = "The key of the orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LetTheAccountDecide"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue" "orders" {
  name              = "acme-orders"
  kms_master_key_id = aws_kms_key.data.arn
}

resource "aws_iam_role" "worker" {
  name                 = "acme-worker"
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_policy" "boundary" {
  name = "acme-boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:*", "kms:*", "s3:*", "sns:*"]
      Resource = "*"
    }]
  })
}

data "aws_iam_policy_document" "work" {
  statement {
    sid       = "TakeOrders"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
    resources = [aws_sqs_queue.orders.arn]
  }

  statement {
    sid       = "Tell"
    actions   = ["sns:Publish"]
    resources = ["arn:aws:sns:eu-west-1:111122223333:acme-told"]
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }

  statement {
    sid       = "Tables"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-tables/*"]
  }

  # a queue of another account
  statement {
    sid       = "Forward"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:eu-west-1:444455556666:partner-orders"]
  }
}

resource "aws_iam_role_policy" "work" {
  name   = "work"
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.work.json
}

# A pipe takes from a queue and writes into a stream.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_pipes_pipe" "orders" {
  name     = "orders"
  role_arn = aws_iam_role.mover.arn
  source   = aws_sqs_queue.orders.arn
  target   = aws_kinesis_stream.clicks.arn
  target_parameters {
    kinesis_stream_parameters {
      partition_key = "id"
    }
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 1
}

resource "aws_iam_role" "mover" {
  name = "mover"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pipes.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "mover" {
  role   = aws_iam_role.mover.id
  policy = data.aws_iam_policy_document.mover.json
}

data "aws_iam_policy_document" "mover" {
  statement {
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.orders.arn]
  }
  statement {
    actions   = ["kinesis:PutRecord"]
    resources = [aws_kinesis_stream.clicks.arn]
  }
}

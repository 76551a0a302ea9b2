# SSE-SQS: no key that anybody would have to be let into.
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sqs_queue" "inbox" {
  name                    = "inbox"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic_subscription" "inbox" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.inbox.arn
}

resource "aws_sqs_queue_policy" "inbox" {
  queue_url = aws_sqs_queue.inbox.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.inbox.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.news.arn } }
    }]
  })
}

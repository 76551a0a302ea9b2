# A topic feeds a queue under AWS's own key, which nobody can let SNS into.
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sqs_queue" "inbox" {
  name              = "inbox"
  kms_master_key_id = "alias/aws/sqs"
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

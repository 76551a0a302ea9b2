# The rule calls with a role: the target's policy is not asked for it.
resource "aws_cloudwatch_event_rule" "orders" {
  name          = "orders"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "central" {
  rule     = aws_cloudwatch_event_rule.orders.name
  arn      = aws_cloudwatch_event_bus.central.arn
  role_arn = aws_iam_role.sender.arn
}

resource "aws_cloudwatch_event_bus" "central" {
  name = "central"
}

resource "aws_iam_role" "sender" {
  name = "sender"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "sender" {
  role = aws_iam_role.sender.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "events:PutEvents", Resource = aws_cloudwatch_event_bus.central.arn }]
  })
}

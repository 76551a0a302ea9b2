resource "aws_iam_policy" "limits" {
  name = "limits"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:*", Resource = ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"] },
    ]
  })
}

resource "aws_iam_role" "worker" {
  name = "worker"
  permissions_boundary = aws_iam_policy.limits.arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "work" {
  name = "work"
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = ["arn:aws:s3:::acme-data/*", "arn:aws:s3:::acme-logs/*"] }]
  })
}

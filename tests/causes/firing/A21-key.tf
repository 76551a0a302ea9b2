resource "aws_iam_role" "role" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]
  })
}

resource "aws_iam_role_policy" "work" {
  name = "work"
  role = aws_iam_role.role.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", "Condition": {"StringEquals": {"s3:prefix": "reports/"}}}] })
}

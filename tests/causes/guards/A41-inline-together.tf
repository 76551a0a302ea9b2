resource "aws_iam_user" "reader" {
  name = "reader"
}

resource "aws_iam_user_policy" "read_0" {
  user = aws_iam_user.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "s3:GetObject"
      Resource = [
        "arn:aws:s3:::reports-of-department-0-00/*",
        "arn:aws:s3:::reports-of-department-0-01/*",
        "arn:aws:s3:::reports-of-department-0-02/*",
        "arn:aws:s3:::reports-of-department-0-03/*",
        "arn:aws:s3:::reports-of-department-0-04/*",
        "arn:aws:s3:::reports-of-department-0-05/*",
        "arn:aws:s3:::reports-of-department-0-06/*",
        "arn:aws:s3:::reports-of-department-0-07/*",
      ]
    }]
  })
}

resource "aws_iam_user_policy" "read_1" {
  user = aws_iam_user.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "s3:GetObject"
      Resource = [
        "arn:aws:s3:::reports-of-department-1-00/*",
        "arn:aws:s3:::reports-of-department-1-01/*",
        "arn:aws:s3:::reports-of-department-1-02/*",
        "arn:aws:s3:::reports-of-department-1-03/*",
        "arn:aws:s3:::reports-of-department-1-04/*",
        "arn:aws:s3:::reports-of-department-1-05/*",
        "arn:aws:s3:::reports-of-department-1-06/*",
        "arn:aws:s3:::reports-of-department-1-07/*",
      ]
    }]
  })
}

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
        "arn:aws:s3:::reports-of-department-0-08/*",
        "arn:aws:s3:::reports-of-department-0-09/*",
        "arn:aws:s3:::reports-of-department-0-10/*",
        "arn:aws:s3:::reports-of-department-0-11/*",
        "arn:aws:s3:::reports-of-department-0-12/*",
        "arn:aws:s3:::reports-of-department-0-13/*",
        "arn:aws:s3:::reports-of-department-0-14/*",
        "arn:aws:s3:::reports-of-department-0-15/*",
        "arn:aws:s3:::reports-of-department-0-16/*",
        "arn:aws:s3:::reports-of-department-0-17/*",
        "arn:aws:s3:::reports-of-department-0-18/*",
        "arn:aws:s3:::reports-of-department-0-19/*",
        "arn:aws:s3:::reports-of-department-0-20/*",
        "arn:aws:s3:::reports-of-department-0-21/*",
        "arn:aws:s3:::reports-of-department-0-22/*",
        "arn:aws:s3:::reports-of-department-0-23/*",
        "arn:aws:s3:::reports-of-department-0-24/*",
        "arn:aws:s3:::reports-of-department-0-25/*",
        "arn:aws:s3:::reports-of-department-0-26/*",
        "arn:aws:s3:::reports-of-department-0-27/*",
        "arn:aws:s3:::reports-of-department-0-28/*",
        "arn:aws:s3:::reports-of-department-0-29/*",
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
        "arn:aws:s3:::reports-of-department-1-08/*",
        "arn:aws:s3:::reports-of-department-1-09/*",
        "arn:aws:s3:::reports-of-department-1-10/*",
        "arn:aws:s3:::reports-of-department-1-11/*",
        "arn:aws:s3:::reports-of-department-1-12/*",
        "arn:aws:s3:::reports-of-department-1-13/*",
        "arn:aws:s3:::reports-of-department-1-14/*",
        "arn:aws:s3:::reports-of-department-1-15/*",
        "arn:aws:s3:::reports-of-department-1-16/*",
        "arn:aws:s3:::reports-of-department-1-17/*",
        "arn:aws:s3:::reports-of-department-1-18/*",
        "arn:aws:s3:::reports-of-department-1-19/*",
        "arn:aws:s3:::reports-of-department-1-20/*",
        "arn:aws:s3:::reports-of-department-1-21/*",
        "arn:aws:s3:::reports-of-department-1-22/*",
        "arn:aws:s3:::reports-of-department-1-23/*",
        "arn:aws:s3:::reports-of-department-1-24/*",
        "arn:aws:s3:::reports-of-department-1-25/*",
        "arn:aws:s3:::reports-of-department-1-26/*",
        "arn:aws:s3:::reports-of-department-1-27/*",
        "arn:aws:s3:::reports-of-department-1-28/*",
        "arn:aws:s3:::reports-of-department-1-29/*",
      ]
    }]
  })
}

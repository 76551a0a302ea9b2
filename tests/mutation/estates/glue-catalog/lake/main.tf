provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_glue_resource_policy" "catalog" {
  policy = data.aws_iam_policy_document.catalog.json
}

data "aws_iam_policy_document" "catalog" {
  statement {
    actions = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"]
    resources = [
      "arn:aws:glue:eu-west-1:111122223333:catalog",
      "arn:aws:glue:eu-west-1:111122223333:database/sales",
      "arn:aws:glue:eu-west-1:111122223333:table/sales/*",
    ]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
  }
}

resource "aws_s3_bucket" "sales" {
  bucket = "example-sales"
}

resource "aws_s3_bucket_policy" "sales" {
  bucket = aws_s3_bucket.sales.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "objects"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.sales.arn}/*"
      },
      {
        Sid       = "list"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = "s3:ListBucket"
        Resource  = aws_s3_bucket.sales.arn
      },
    ]
  })
}

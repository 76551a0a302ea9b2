provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_rolesanywhere_trust_anchor" "plant" {
  name    = "plant"
  enabled = true
  source {
    source_type = "CERTIFICATE_BUNDLE"
    source_data {
      x509_certificate_data = file("${path.module}/ca.pem")
    }
  }
}

resource "aws_iam_role" "machine" {
  name = "machine"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        StringEquals = { "aws:PrincipalTag/x509Subject/OU" = "machines" }
        ArnEquals    = { "aws:SourceArn" = aws_rolesanywhere_trust_anchor.plant.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "machine" {
  role = aws_iam_role.machine.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "readings"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:aws:s3:::example-readings/*"
      },
      {
        Sid      = "alarms"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = "arn:aws:sns:eu-west-1:444455556666:alarms"
      },
    ]
  })
}

resource "aws_rolesanywhere_profile" "machine" {
  name      = "machine"
  enabled   = true
  role_arns = [aws_iam_role.machine.arn]
  session_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:PutObject", "sns:Publish"]
      Resource = "*"
    }]
  })
}

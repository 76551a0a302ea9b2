provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_policy" "team" {
  name   = "team-boundary"
  policy = file("${path.module}/team-boundary.json")
}

"""A policy document, or a role, of Terraform has an argument that there is none of.

Terraform refuses the configuration. Most often it is `action` or `resource`, as in the policy itself,
where the data source has `actions` and `resources`. What is meant by those is looked at all the same;
what stands in an argument that a role or policy does not have is not read.

```hcl bad
data "aws_iam_policy_document" "reader" {
  statement {
    action    = ["s3:GetObject"]
  # ^^^^^^
    resources = ["arn:aws:s3:::acme-reports/*"]
  }
}
```

```hcl good
data "aws_iam_policy_document" "reader" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-reports/*"]
  }
}
```

```hcl bad
resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
  policy = jsonencode({
# ^^^^^^
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
```

```hcl good
resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::acme-reports/*"
    }]
  })
}
```

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0")
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "unknown-argument":
        yield Hit(problem, problem.message, confidence="likely", key=problem.message)

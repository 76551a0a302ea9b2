"""A policy document of Terraform has an argument that there is none of.

Terraform refuses the configuration. Most often it is `action` or `resource`, as in the policy itself,
where the data source has `actions` and `resources`. What is meant by those is looked at all the same.

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

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0")
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "unknown-argument":
        yield Hit(problem, problem.message, confidence="likely", key=problem.message)

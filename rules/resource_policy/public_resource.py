"""Anyone may use a resource.

`Principal: "*"` lets everybody in, also those without an AWS account, unless a condition or a Deny
says whose they are. What a caller chooses (`aws:Referer`, `aws:UserAgent`) or any address
(`0.0.0.0/0`) keeps nobody out; with such a condition it is a warning. An API of API Gateway, and a
file system, are open without a policy too: those are shown in the pedantic view, and so are buckets
whose public access block restricts what is public. For the URL of a function without authorization
Terraform itself adds a permission for everybody.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "*"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
    }
  ]
}
```

```hcl bad
resource "aws_lambda_function_url" "orders" {
  function_name      = "orders"
  authorization_type = "NONE"
  #                    ^^^^^^
}
```

```hcl good
resource "aws_lambda_function_url" "orders" {
  function_name      = "orders"
  authorization_type = "AWS_IAM"
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

```hcl good
resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-data/*"
    }]
  })
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
```

What lies within a network is open to those in it, wherever its policy is written:

```hcl good
resource "aws_opensearch_domain" "logs" {
  domain_name = "logs"
  vpc_options {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}
resource "aws_opensearch_domain_policy" "logs" {
  domain_name = aws_opensearch_domain.logs.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "${aws_opensearch_domain.logs.arn}/*"
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource",),
    supersedes=(
        "any-address",
        "caller-chosen-key",
        "if-exists-weakens-allow",
        "near-wildcard-value",
        "only-negated-test",
        "presence-by-wildcard",
    ),
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    exposure = engine.exposure(statement)
    if exposure is None:
        return
    actions = engine.in_brief(statement)
    whole = [(word, "that is all of it") for word in engine.wide_actions(statement)[:1]]
    shut = estate.shut_by(statement.policy)
    if shut is not None:
        yield Hit(
            exposure.entry,
            f"anyone may {actions}, were the bucket not kept from strangers",
            also=[(shut, "this lets in its own account and services alone"), *whole],
            severity="info",
        )
    elif nature := exposure.nature or estate.open_inside(statement.policy):
        yield Hit(exposure.entry, f"anyone may {actions}: {nature}", also=whole, severity="info")
    elif exposure.guard is None:
        hollow = exposure.hollow
        yield Hit(
            exposure.entry,
            f"anyone may {actions}",
            also=[
                *([(hollow, "this holds for all others, or without the key")] if hollow else ()),
                *whole,
            ],
        )
    else:
        yield Hit(
            exposure.entry,
            f"anyone may {actions} who meets `{exposure.guard.key}`",
            also=[(exposure.guard, exposure.why), *whole],
            severity="warning",
        )

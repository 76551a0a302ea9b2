"""A statement stands in a policy twice.

The second one changes nothing. The order of what is listed, and the Sid, do not matter.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetObjectVersion"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "ReadAgain",
      "Effect": "Allow",
      "Action": [
        "s3:GetObjectVersion",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetObjectVersion"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetObjectVersion"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, Remove, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("REDUNDANT_STATEMENT",),
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for twin in engine.repeated_statements(policy):
        yield Hit(
            twin.statement,
            f"the statement says what statement {twin.first.named} says",
            also=[(twin.first, "the same")],
            fix=Remove(twin.statement.node),
        )

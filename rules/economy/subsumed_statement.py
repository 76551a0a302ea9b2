"""A statement says nothing that other statements of the policy do not.

Whatever it allows or denies, the others allow or deny too, alone or all together. It can go.

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
      "Sid": "ReadSome",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/2026/*"
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


@rule(severity="info", persona="pedantic", since="0.1.0", fix="safe")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for statement, others in engine.subsumed_statements(policy):
        by = f"statement {others[0].named} says" if len(others) == 1 else "the others say"
        yield Hit(
            statement,
            f"all that the statement says {by} too",
            also=[(other, "it or others beside it say so") for other in others[:3]],
            fix=Remove(statement.node),
        )

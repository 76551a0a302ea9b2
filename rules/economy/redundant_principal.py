"""A principal stands in a list twice.

The id of an account and the ARN of its root are the same principal.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "444455556666",
          "arn:aws:iam::444455556666:root"
        ]
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "444455556666"
        ]
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "arn:aws:iam::444455556666:root",
          "arn:aws:iam::444455556666:role/app"
        ]
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```


https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    kinds=("resource", "trust", "endpoint"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for one in engine.needless_principals(statement):
        yield Hit(
            one.word,
            f"`{one.word}` adds nothing: `{one.by}` says it",
            also=[(one.by, "here")] if one.by is not None else (),
            fix=Remove(one.word.node),
        )

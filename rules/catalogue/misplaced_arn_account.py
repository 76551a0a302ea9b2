"""An ARN names an account though its resource has none.

Buckets, objects and some others are named without their account. With an account in its fifth field
the ARN matches nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3::111122223333:acme-reports"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-reports"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("ARN_ACCOUNT_NOT_ALLOWED",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "account needless"):
        text = fault.arn.changed(4, "")
        yield Hit(
            fault.word,
            f"an account in an ARN of `{fault.arn.service}` of a kind that has none in it",
            fix=Replace(fault.word, text) if text is not None else None,
        )

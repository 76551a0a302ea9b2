"""An ARN names a region though its resource has none.

What belongs to no region (an IAM role, a bucket, a CloudFront distribution) has an empty fourth field
in its ARN. With a region in it the ARN matches nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam:eu-west-1:111122223333:role/ingest"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/ingest"}
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
    aws_codes=("ARN_REGION_NOT_ALLOWED",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "region needless"):
        text = fault.arn.changed(3, "")
        yield Hit(
            fault.word,
            f"a region in an ARN of `{fault.arn.service}` of a kind that has none in it",
            fix=Replace(fault.word, text) if text is not None else None,
        )

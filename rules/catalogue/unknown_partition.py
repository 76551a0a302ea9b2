"""An ARN names a partition that AWS does not have.

The second field of an ARN is `aws`, `aws-cn`, `aws-us-gov` or that of another partition. With
another text in it the ARN matches nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:awz:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
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
    aws_codes=("INVALID_PARTITION",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "partition unknown"):
        known, shown = fault.arn.within(1)
        if known:
            yield Hit(
                fault.word,
                f"`{shown}` is {'an' if known == 'account' else 'a'} {known}, and stands where the"
                " partition does",
            )
            continue
        right = engine.partition_of(fault.arn)
        text = fault.arn.changed(1, right) if right else None
        yield Hit(
            fault.word,
            f"AWS has no partition `{fault.arn.partition}`",
            fix=Replace(fault.word, text) if text is not None else None,
        )

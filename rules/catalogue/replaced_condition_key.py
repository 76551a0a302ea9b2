"""A condition tests a key that AWS has replaced.

`aws:ARN` is not supported any more. What it was for is `aws:PrincipalArn`, the ARN of who asks, or
`aws:SourceArn`, the ARN of the resource for which a service asks.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:ARN": "arn:aws:iam::111122223333:role/worker"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("UNSUPPORTED_GLOBAL_CONDITION_KEY", "DEPRECATED_GLOBAL_CONDITION_KEY"),
    supersedes=("subsumed-statement",),
    where="is_on_replaced_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    row = engine.row_of_key("replaced_keys", condition.key.literal or "")
    if row:
        yield Hit(
            condition.key,
            f"`{condition.key}` is not supported any more: {row['why']}",
            fix=RenameKey(condition.key.node, row["instead"][0]),
        )

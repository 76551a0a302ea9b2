"""A list of bounds where the widest one decides.

Values of a condition are alternatives: less than 5 or less than 10 is less than 10.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"NumericLessThan": {"s3:max-keys": ["5", "10"]}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"NumericLessThan": {"s3:max-keys": ["10"]}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"NumericLessThan": {"s3:max-keys": "10"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Remove, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("REDUNDANT_CONDITION_VALUE_NUM",),
    where="needless_bounds",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    for value in engine.needless_bounds(condition):
        yield Hit(
            value,
            f"`{value}` decides nothing: another bound of `{condition.operator}` is wider",
            fix=Remove(value.node),
        )

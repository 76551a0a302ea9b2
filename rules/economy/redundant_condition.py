"""A condition holds in every request in which the others do.

It can go without changing what the statement allows or denies.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringLikeIfExists": {"aws:PrincipalTag/team": "*"},
        "StringEquals": {"aws:PrincipalTag/site": "berlin"}
      }
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalTag/site": "berlin"}
      }
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalTag/site": "berlin"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",),
    where="has_conditions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    condition = engine.needless_condition(statement)
    if condition is None:
        return
    over_sets = (one for one in statement.conditions if engine.is_over_sets(one))
    said = condition.key.literal
    if engine.tests_null(condition) and any(one.key.literal == said for one in over_sets):
        return  # that the key is there is said aloud, as other rules want it
    yield Hit(
        condition.key,
        f"`{condition.operator}` on `{condition.key}` holds whenever the rest of the "
        "statement does",
        fix=Remove(engine.entry_of(condition)),
    )

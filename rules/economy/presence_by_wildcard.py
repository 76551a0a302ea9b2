"""A condition compares with `*` to ask whether a key is there.

`*` fits every value, so that only the key's presence is tested. `Null` says so in plain words.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringLike": {"aws:PrincipalTag/team": "*"}}
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
      "Condition": {"Null": {"aws:PrincipalTag/team": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    aws_codes=("EQUIVALENT_TO_NULL_TRUE", "EQUIVALENT_TO_NULL_FALSE"),
    where="matches_any_value",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not engine.matches_any_value(condition) or engine.always_there(condition):
        return
    absent = engine.absent_against_any(condition)
    if absent is not None:
        yield Hit(
            condition.operator,
            f"this asks only whether `{condition.key}` is {'missing' if absent else 'there'}",
            details=[("plainer", f'"Null": {{"{condition.key}": "{str(absent).lower()}"}}')],
        )

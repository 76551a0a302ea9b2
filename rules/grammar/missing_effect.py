"""A statement has no effect, or one that is neither `Allow` nor `Deny`.

The word is case-sensitive: AWS refuses `allow` and `ALLOW`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("MISSING_EFFECT", "INVALID_EFFECT"),
    where="is_unusual",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    effect = statement.effect
    if effect is None:
        if engine.lacks(statement, "Effect"):
            yield Hit(statement, "the statement has no Effect")
        return
    if effect.literal in (None, "Allow", "Deny") or effect.json_type not in ("text", ""):
        return
    if engine.left_open(effect):
        return
    meant = effect.literal.strip().capitalize()
    yield Hit(
        effect,
        f"Effect is `{effect.literal}`: it must be `Allow` or `Deny`",
        fix=Replace(effect, meant) if meant in ("Allow", "Deny") else None,
    )

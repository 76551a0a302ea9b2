"""An action stands in a list that has a wider pattern of it.

What the pattern allows or denies, the action cannot add to.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetObject*"
      ],
      "Resource": "arn:aws:s3:::reports/*"
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
      "Action": [
        "s3:GetObject*"
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
      "Effect": "Allow",
      "Action": [
        "s3:GetObject*"
      ],
      "Resource": "arn:aws:s3:::reports/*"
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
    aws_codes=("REDUNDANT_ACTION",),
    where="lists_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for one in engine.needless_actions(statement):
        by = "others of the list cover it together"
        if one.by is not None:
            twice = one.by.text == one.word.text
            by = "it stands there twice" if twice else f"`{one.by}` covers it"
        yield Hit(
            one.word,
            f"`{one.word}` adds nothing: {by}",
            also=[(one.by, "here")] if one.by is not None else (),
            fix=Remove(one.word.node),
        )

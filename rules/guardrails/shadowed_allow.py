"""An Allow is denied again in the same policy.

A Deny wins over every Allow. What the policy's own Deny statements take away whatever the request was
never granted, and looks as if it was.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:DeleteObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Keep",
      "Effect": "Deny",
      "Action": "s3:Delete*",
      "Resource": "*"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Keep",
      "Effect": "Deny",
      "Action": "s3:Delete*",
      "Resource": "*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Keep",
      "Effect": "Deny",
      "Action": "s3:Delete*",
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Remove, Statement, rule


@rule(severity="warning", since="0.1.0", fix="safe", where="stands_beside_deny")
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    dead = engine.denied_again(statement)
    if dead is None or any(engine.leaves_nobody(one) for one in dead.by):
        return
    if any(cut.denying in dead.by for cut in estate.cut_by(statement.policy)):
        return  # said of what is granted beneath it
    also = [(other, "denied here") for other in dead.by[:3]]
    for word in dead.words:
        yield Hit(
            word,
            f"`{word}` is always denied by the policy's own Deny",
            also=also,
            fix=Remove(word.node),
        )
    if not dead.words:
        yield Hit(
            statement.effect or statement,
            "all that the statement allows is denied by the policy's own Deny",
            also=also,  # without a fix: the Deny may be what is not meant
        )

"""A statement allows everything but the actions it names.

`Allow` with `NotAction` grants all other actions of all services, those to come included. Mostly a
`Deny` was meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Deny", "NotAction": "sqs:*", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotAction")
    if key is None or not statement.allows or statement.policy.kind not in ("identity", "resource"):
        return
    if statement.policy.kind == "identity" and not any(
        engine.is_everything(r) for r in statement.resources or ()
    ):
        return
    held = engine.restricted_by(statement)
    yield Hit(
        key,
        "Allow with NotAction grants every action that is not named, new ones included",
        severity="info" if held else "",
        also=[(held, "limited by this condition")] if held else (),
    )

"""A statement allows everything on everything.

Whoever holds it is an administrator of the account, whatever the policy is called.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    supersedes=("action-star", "service-wildcard", "resource-star"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.policy.kind != "identity" or not statement.allows:
        return
    if any(engine.is_everything(r) for r in statement.resources or ()):
        for action in statement.actions or ():
            if engine.is_everything(action):
                held = engine.restricted_by(statement)
                yield Hit(
                    action,
                    "every action on every resource is allowed",
                    severity="info" if held else "",
                    also=[(held, "limited by this condition")] if held else (),
                )

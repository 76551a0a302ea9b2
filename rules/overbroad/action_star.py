"""A statement allows every action on some resources.

`Action: "*"` reaches actions that do not exist yet, and those that change who may do what.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    supersedes=("sensitive-wildcard", "wildcard-action"),
    where="wide_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for action in engine.wide_actions(statement) if statement.allows else ():
        if engine.every_action(action) and engine.stays_open(statement, "*"):
            yield Hit(
                action,
                "every action is allowed",
                severity=engine.eased(statement),
                also=engine.easing(statement),
            )

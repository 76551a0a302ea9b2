"""A statement excludes everything, so that it does nothing.

`NotAction: "*"` is no action and `NotResource: "*"` no resource. A `Deny` of that form denies nothing,
however strict it looks; an `Allow` allows nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Deny", "NotAction": "*", "Resource": "*"}
  ]
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


@rule(
    severity="warning",
    since="0.1.0",
    supersedes=(
        "action-star",
        "sensitive-wildcard",
        "unconditioned-sensitive-action",
        "wildcard-action",
    ),
    where="excludes",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    does = "denies" if statement.denies else "allows"
    for action in statement.not_actions or ():
        if engine.every_action(action):
            yield Hit(
                action, f"NotAction `{action}` leaves no action: the statement {does} nothing"
            )
    for resource in statement.not_resources or ():
        if engine.is_everything(resource):
            yield Hit(
                resource,
                f"NotResource `{resource}` leaves no resource: the statement {does} nothing",
            )
    for principal in statement.not_principals or ():
        if engine.is_everything(principal.value) and principal.type in ("*", "AWS"):
            yield Hit(principal, f"NotPrincipal `*` leaves nobody: the statement {does} nothing")

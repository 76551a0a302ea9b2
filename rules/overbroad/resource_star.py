"""Actions that change or reveal something are allowed on every resource, though they could be
limited to some.

Only actions that know resources are meant; those that are authorised on `*` alone are left out. In a
resource policy `*` means the resource itself, and is never reported. Reading and listing metadata on
`*` is shown in the pedantic view.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.policy.kind != "identity" or not statement.allows:
        return
    star = next((r for r in statement.resources or () if engine.is_everything(r)), None)
    if star is None:
        return
    scopable = engine.scopable_actions(statement)
    if not scopable:
        return
    grave = engine.grave_actions(scopable)
    held = engine.restricted_by(statement)
    yield Hit(
        star,
        f"every resource, though {engine.listed(grave or scopable)} could be limited to some",
        severity="" if grave and not held else "info",
        also=[(held, "limited by this condition")] if held else (),
    )

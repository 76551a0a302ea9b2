"""A role may be passed to any service.

`iam:PassedToService` limits `iam:PassRole` to the service that is meant. Without it the role may be
handed to whatever service it trusts, which for most roles is one; so this is shown in the pedantic
view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::111122223333:role/jobs",
      "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    persona="pedantic",
    since="0.1.0",
    kinds=("identity",),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps or not statement.resources:
        return
    action = engine.reaching(statement, "iam:PassRole")
    if action is not None and not engine.tests_key(statement, ("iam:PassedToService",)):
        yield Hit(action, f"`{action}` may pass the role to any service")

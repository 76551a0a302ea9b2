"""Actions that change who may do what are allowed on every resource.

Whoever may write the policies of any role or user can make themselves administrator. Limit such
actions to the identities that are meant, by path or name, or by a permissions boundary that each must
have.

Some such actions are about the whole account and know no resource: those are reported where no condition
limits them.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:AttachRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/teams/jobs/*",
      "Condition": {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_controlling.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    supersedes=("resource-star", "sensitive-wildcard", "any-service-linked-role"),
    where="every_unscoped",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unscoped(statement, "permissions")
    if found is not None:
        names = engine.listed(engine.other_unscoped(statement)[0])
        yield Hit(
            found.place,
            f"{found.said}: changes who may do what",
            severity="info" if found.light else engine.eased(statement),
            also=[*found.reached_by, *engine.easing(statement)],
            details=[("just as wide", names)] if names else (),
            key=found.key,
        )

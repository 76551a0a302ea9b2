"""A statement lets its holder assume any role that trusts the account.

Most roles leave the choice to the identity policies of the accounts they trust. With `sts:AssumeRole` on
every role, whoever trusts the account trusts the holder, in other accounts as well.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}
  ]
}
```

One role's name in every account is how organizations deploy:

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/Deploy"}]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    supersedes=("sensitive-wildcard", "resource-star"),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unlimited_reach(statement, "sts:AssumeRole")
    if found is not None:
        action, resource = found
        yield Hit(
            resource,
            f"`{action}` may assume every role that trusts the account",
            severity=engine.eased(statement),
            also=[(action, "lets roles be assumed"), *engine.easing(statement)],
        )

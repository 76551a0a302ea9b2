"""A statement lets its holder pass any role of the account to a service.

Whoever may pass a role and start something that runs with it has the rights of that role. With every
role to choose from, that is the most powerful one there is. The roles that are meant can be named, and
`iam:PassedToService` says to which service.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111122223333:role/*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::111122223333:role/jobs-*",
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
    since="0.1.0",
    kinds=("identity",),
    aws_codes=("PASS_ROLE_WITH_STAR_IN_RESOURCE", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
    supersedes=("pass-role-to-any-service", "sensitive-wildcard", "resource-star"),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unlimited_reach(statement, "iam:PassRole")
    if found is not None:
        action, resource = found
        yield Hit(
            resource,
            f"`{action}` may pass any role to a service",
            severity=engine.eased(statement),
            also=[(action, "lets roles be passed"), *engine.easing(statement)],
        )

"""A statement lets its holder create service-linked roles for any service.

Such a role lets a service act in the account. `iam:AWSServiceName` says for which services it may be
created.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:CreateServiceLinkedRole",
      "Resource": "*",
      "Condition": {"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    aws_codes=("CREATE_SLR_WITH_STAR_IN_RESOURCE", "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE"),
    supersedes=("resource-star",),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unlimited_reach(statement, "iam:CreateServiceLinkedRole")
    named = any(
        engine.is_key(condition, ("iam:AWSServiceName",)) and engine.fixes(condition)
        for condition in statement.conditions
    )
    if found is not None and not named:
        action, resource = found
        yield Hit(
            resource,
            f"`{action}` may create a service-linked role for any service",
            severity=engine.eased(statement),
            also=[(action, "lets them be created"), *engine.easing(statement)],
        )

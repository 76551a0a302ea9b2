"""An action belongs to a service that AWS does not have.

A statement with it is refused or grants nothing. Mostly a slip of the pen; the service prefix is
not always the name of the service (`elasticloadbalancing`, not `elb`).

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "dyanmodb:PutItem", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs"}
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Replace, Statement, rule

SLIPS = 50
"""With more in one statement they are no slips of the pen, and nothing is suggested any more."""


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_SERVICE", "INVALID_SERVICE_IN_ACTION"),
    where="unlisted_actions",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for number, word in enumerate(engine.unlisted_actions(statement)):
        action = word.literal or ""
        service, colon, name = action.partition(":")
        if not colon or catalog.has_service(service) or not engine.has_action_form(action):
            continue
        if "*" in service or "?" in service or catalog.retired(action):
            continue
        near: tuple[str, ...] = ()
        if number < SLIPS and ("*" in name or "?" in name):
            like = (f"{one}:{name}" for one in catalog.suggest_services(service))
            near = tuple(one for one in like if catalog.bits(one))
        elif number < SLIPS:
            near = catalog.suggest_actions(action)
        yield Hit(
            word,
            f"AWS has no service with the prefix `{service}`",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            fix=Replace(word, near[0]) if len(near) == 1 else None,
        )

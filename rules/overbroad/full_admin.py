"""A statement allows everything on everything.

Whoever holds it is an administrator of the account, whatever the policy is called. What else could be
said of such a statement follows from this, and is not said. A condition that narrows it, or a Deny of
all of IAM beside it, makes it a warning.

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
    kinds=("identity",),
    aws_codes=(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    ),
    supersedes=(
        "action-star",
        "service-wildcard",
        "resource-star",
        "pass-any-role",
        "any-service-linked-role",
        "assume-any-role",
        "decrypt-any-key",
        "open-kms-grant",
        "unscoped-credentials",
        "unscoped-data",
        "unscoped-permissions",
        "unscoped-exposure",
        "sensitive-wildcard",
        "wildcard-action",
        "unconditioned-sensitive-action",
        "principal-without-boundary",
        "pass-role-to-any-service",
    ),
    where="wide_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.policy.resource_type == "iot:policy":
        return
    wide = engine.wide_actions(statement)
    if wide and any(engine.every_resource(one) for one in statement.resources or ()):
        for action in wide:
            if engine.every_action(action) and engine.stays_open(statement, "*"):
                less = engine.eased(statement) or not engine.stays_open(statement, "iam:*")
                yield Hit(
                    action,
                    "every action on every resource is allowed",
                    severity="warning" if less else "",
                    also=engine.easing(statement),
                )

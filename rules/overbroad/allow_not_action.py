"""A statement allows everything but the actions it names.

`Allow` with `NotAction` grants all other actions of all services, those to come included: passing
roles, reading secrets, changing permissions. Mostly a `Deny` was meant. On resources of its own it is
shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "NotAction": "s3:DeleteBucket", "NotResource": "arn:aws:s3:::acme-secret"}
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
    kinds=("identity", "resource"),
    aws_codes=(
        "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    ),
    supersedes=("allow-not-resource",),
    where="excludes",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotAction")
    if key is None or not statement.allows or not statement.not_actions:
        return
    if any(engine.every_action(one) for one in statement.not_actions):
        return
    message = "Allow with NotAction grants every action that is not named, new ones included"
    if statement.not_resources:
        message += ", on every resource that is not named"
    narrow = statement.policy.kind == "identity" and not (
        statement.not_resources or engine.unlimited(statement)
    )
    yield Hit(
        key,
        message,
        severity="info" if narrow else engine.eased(statement),
        details=[("reaches", engine.listed(engine.left_by(statement)))],
        also=engine.easing(statement),
    )

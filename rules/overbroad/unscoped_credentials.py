"""Actions that hand out or replace credentials are allowed on every resource.

Reading every secret, making access keys for every user or opening a session on every instance gives
whoever holds the statement the rights of others. An ARN, or a condition on a tag, limits it to what is
meant.

Some such actions know no resource: those are reported where no condition limits them.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:jobs/database-??????"
    }
  ]
}
```

A user's own credentials are their own:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/${aws:username}"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    supersedes=("resource-star", "sensitive-wildcard"),
    where="every_unscoped",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unscoped(statement, "credentials")
    if found is not None:
        names = engine.listed(engine.other_unscoped(statement)[0])
        yield Hit(
            found.place,
            f"{found.said}: may hand out credentials",
            severity="info" if found.light else engine.eased(statement),
            also=[*found.reached_by, *engine.easing(statement)],
            details=[("just as wide", names)] if names else (),
            key=found.key,
        )

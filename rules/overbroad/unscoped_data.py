"""Actions that read what is stored are allowed on every resource.

Every bucket, every table or every queue of the account can be emptied into somebody else's hands, those
that are made later included. Every table or queue of one account or Region is shown in the
pedantic view.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

A Deny that spares some resources alone is a limit as well:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
    {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::acme-reports/*"}
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
    found = engine.unscoped(statement, "data")
    if found is not None:
        names = engine.listed(engine.other_unscoped(statement)[0])
        yield Hit(
            found.place,
            f"{found.said}: reads all that is stored there",
            severity="info" if engine.placed(statement, found.place) else engine.eased(statement),
            also=[*found.reached_by, *engine.easing(statement)],
            details=[("just as wide", names)] if names else (),
            key=found.key,
        )

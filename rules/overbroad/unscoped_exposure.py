"""Actions that can open a resource to others are allowed on every resource.

Whoever may write the policy of every bucket, queue or snapshot can share it with any account or with the
world.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::acme-reports"}
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
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.unscoped(statement, "exposure") if statement.allows else None
    if found is not None:
        yield Hit(
            found.action,
            f"{found.said} on {found.where}: can open them to other accounts or to the world",
            severity=engine.eased(statement),
            also=[(found.resource, "sets no limit"), *engine.easing(statement)],
        )

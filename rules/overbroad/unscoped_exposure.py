"""Actions that can open a resource to others are allowed on every resource.

Whoever may write the policy of every bucket, queue or snapshot can share it with any account or with the
world.

Some such actions are about the whole account and know no resource: those are reported where no condition
limits them.

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

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ram:CreateResourceShare", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ram:CreateResourceShare",
      "Resource": "*",
      "Condition": {"Bool": {"ram:RequestedAllowsExternalPrincipals": "false"}}
    }
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
    found = engine.unscoped(statement, "exposure")
    if found is not None:
        names = engine.listed(engine.other_unscoped(statement)[0])
        yield Hit(
            found.place,
            f"{found.said}: can open what is there to other accounts or to the world",
            severity="info" if found.light else engine.eased(statement),
            also=[*found.reached_by, *engine.easing(statement)],
            details=[("just as wide", names)] if names else (),
            key=found.key,
        )

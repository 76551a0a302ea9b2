"""A statement allows all of a service on all its resources.

`s3:*` on `*` reads, changes and deletes every object of the account, and opens buckets to the world.
Which services weigh how much is a table: by what they reach, data, secrets, keys, permissions or
compute. The rest, and all that is in one account or Region, is shown in the pedantic view; but of IAM
and the like, which are one in an account, no account or Region leaves anything out.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
```

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}]}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

All of a service on one resource is a choice that can be meant:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-mine", "arn:aws:s3:::acme-mine/*"]}
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
    aws_codes=(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    ),
    supersedes=("resource-star", "sensitive-wildcard", "pass-role-to-any-service"),
    where="wide_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or not statement.resources:
        return
    for action in engine.wide_actions(statement):
        service = engine.whole_service(action)
        resource = engine.unlimited_service(statement, service) if service else None
        if resource is not None and engine.stays_open(statement, f"{service}:*"):
            reach = engine.reach_of(service)
            placed = engine.placed(statement, resource, f"{service}:*")
            placed = placed and not engine.is_one(statement, service)
            yield Hit(
                action,
                f"all of `{service}` on every resource" + (f": reaches {reach}" if reach else ""),
                severity="info" if placed or not reach else engine.eased(statement),
                also=engine.easing(statement),
            )

"""A statement allows all of a service on all its resources.

`s3:*` on `*` reads, changes and deletes every object of the account, and opens buckets to the world.
Which services weigh how much is a table: by what they reach, data, secrets, keys, permissions or
compute. The rest is shown in the pedantic view.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
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


@rule(severity="warning", since="0.1.0", supersedes=("resource-star",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.policy.kind != "identity" or not statement.allows:
        return
    if not any(engine.is_everything(r) for r in statement.resources or ()):
        return
    held = engine.restricted_by(statement)
    for action in statement.actions or ():
        service = engine.whole_service(action)
        if service:
            reach = engine.reach_of(service)
            yield Hit(
                action,
                f"all of `{service}` on every resource" + (f": reaches {reach}" if reach else ""),
                severity="info" if held or not reach else "",
                also=[(held, "limited by this condition")] if held else (),
            )

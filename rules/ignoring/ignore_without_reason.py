"""A finding is ignored and nobody says why.

Whoever meets the comment later cannot tell whether it still holds. The reason stands behind the
bracket, or in the configuration under `reason`.

```yaml bad
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessages # iamlint: ignore[unknown-action]
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessages # iamlint: ignore[unknown-action] a queue of our own make, not AWS's
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```
"""

from collections.abc import Iterator

from iamlint import Hit, Ignore, rule


@rule(severity="warning", since="0.1.0")
def check(ignore: Ignore) -> Iterator[Hit]:
    if ignore.names and not ignore.reason:
        names = ", ".join(f"`{name}`" for name in ignore.names)
        yield Hit(ignore, f"{names} is ignored without a reason", key=names)

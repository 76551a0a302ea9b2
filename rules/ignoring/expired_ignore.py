"""A finding was to be ignored until a day that is past.

It is shown again. Either the fault can be mended now, or the reason still holds and deserves
another date.

```yaml bad
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessage # iamlint: ignore[unknown-action] until=2020-01-31 the rename is coming
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessages # iamlint: ignore[unknown-action] until=2999-01-31 the rename is coming
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```
"""

from collections.abc import Iterator

from iamlint import Hit, Ignore, rule


@rule(severity="warning", since="0.1.0")
def check(ignore: Ignore) -> Iterator[Hit]:
    if ignore.expired:
        names = ", ".join(f"`{name}`" for name in ignore.names)
        yield Hit(ignore, f"{names} was to be ignored until {ignore.until}", key=names)

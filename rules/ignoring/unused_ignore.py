"""A comment or entry ignores a rule that finds nothing there.

What it stood for is gone: mended, moved, or never was, because the name is misspelt. Left in place
it would hide the next fault. Rules that did not run are not counted.

```yaml bad
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessage # iamlint: ignore[unknown-action] new in the preview of our region
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: sqs:SendMessage
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```
"""

from collections.abc import Iterator

from iamlint import Hit, Ignore, rule


@rule(severity="warning", since="0.1.0")
def check(ignore: Ignore) -> Iterator[Hit]:
    if not ignore.names:
        yield Hit(ignore, "this ignores nothing: it names no rule", key="")
    for name in ignore.unknown:
        yield Hit(ignore, f"no rule is called `{name}`, so nothing is ignored", key=name)
    for name in ignore.unused:
        if not ignore.expired:
            yield Hit(ignore, f"`{name}` finds nothing here, so nothing is ignored", key=name)

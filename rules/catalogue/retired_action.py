"""An action is of a service or operation that AWS has retired.

It was real once and cannot be called any more. When only the action is gone and its service lives on, a
caller needs another action today; when the whole service is gone, the entry is a leftover.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "cloud9:ValidateEnvironmentName", "Resource": "*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "cloud9:ListEnvironments", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/general/latest/gr/service_code_names.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Remove, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    fix="narrows",
    aws_codes=("INVALID_ACTION",),
    where="unlisted_actions",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for word in engine.unlisted_actions(statement):
        action = word.literal or ""
        why = catalog.retired(action)
        if why and not catalog.bits(action):
            among = statement.actions or statement.not_actions or ()
            yield Hit(
                word,
                f"`{action}` is retired: {why}",
                severity="info" if catalog.is_gone(action) else "",
                fix=Remove(word) if len(among) > 1 else None,
            )

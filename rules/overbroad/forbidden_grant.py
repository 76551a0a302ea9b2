"""An action is allowed that the house never grants.

A house rule, silent until it is configured. `actions` maps actions, wildcards allowed, to the resources,
with blanks between them, on which they must not be allowed; `*` is any. A wildcard that reaches such an
action grants it too.

```toml bad name=iamlint.toml
[options.forbidden-grant]
actions = {"sqs:PurgeQueue" = "*"}
```

```json bad name=policy.json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:Pu*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

```toml good name=iamlint.toml
[options.forbidden-grant]
actions = {"sqs:PurgeQueue" = "arn:aws:sqs:*:*:ledger-*"}
```

```json good name=policy.json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:PurgeQueue", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, NamedTuple, Statement, rule


class Options(NamedTuple):
    actions: dict[str, str] = {}  # noqa: RUF012 (never changed)


@rule(severity="error", since="0.1.0", kinds=("identity", "resource", "trust"), needs_options=True)
def check(statement: Statement, engine: Engine, options: Options) -> Iterator[Hit]:
    for pattern, resources in options.actions.items() if statement.allows else ():
        action = engine.meeting(statement, pattern)
        if action is None:
            continue
        where = engine.overlapping(statement, resources.split())
        if where is not None or "*" in resources.split():
            yield Hit(
                action,
                f"`{action}` is allowed, and the house never grants `{pattern}`"
                + ("" if resources == "*" else f" on `{resources}`"),
                also=[(where, "reaches it")] if where is not None else (),
            )

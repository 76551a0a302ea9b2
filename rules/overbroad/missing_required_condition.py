"""An action is allowed without the condition that the house demands.

A house rule, silent until it is configured. Each option maps actions, wildcards allowed, to condition
keys with blanks between them. A statement that allows such an action must test one of the keys
(`any-of`), each (`all-of`) or none of them (`none-of`).

```toml bad name=iamlint.toml
[options.missing-required-condition]
any-of = {"sqs:SendMessage" = "aws:SourceVpce aws:SourceVpc"}
```

```json bad name=policy.json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

```toml good name=iamlint.toml
[options.missing-required-condition]
any-of = {"sqs:SendMessage" = "aws:SourceVpce aws:SourceVpc"}
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, NamedTuple, Statement, rule


class Options(NamedTuple):
    any_of: dict[str, str] = {}  # noqa: RUF012 (never changed)
    all_of: dict[str, str] = {}  # noqa: RUF012 (never changed)
    none_of: dict[str, str] = {}  # noqa: RUF012 (never changed)


@rule(severity="error", since="0.1.0", kinds=("identity", "resource", "trust"), needs_options=True)
def check(statement: Statement, engine: Engine, options: Options) -> Iterator[Hit]:
    if not statement.allows or not any(options):
        return
    for pattern, keys in options.any_of.items() if not statement.gaps else ():
        action = engine.meeting(statement, pattern)
        if action is not None and not engine.tests_key(statement, keys.split()):
            yield Hit(
                action, f"`{action}` is allowed without a condition on {' or '.join(keys.split())}"
            )
    for pattern, keys in options.all_of.items() if not statement.gaps else ():
        action = engine.meeting(statement, pattern)
        for key in keys.split() if action is not None else ():
            if action is not None and not engine.tests_key(statement, (key,)):
                yield Hit(action, f"`{action}` is allowed without a condition on {key}")
    for pattern, keys in options.none_of.items():
        action = engine.meeting(statement, pattern)
        for condition in statement.conditions if action is not None else ():
            if engine.is_key(condition, keys.split()):
                yield Hit(condition, f"`{action}` must not hang on `{condition.key}`")

"""A pattern stands for a few actions.

Named one by one they stay the same when AWS adds another of that name. Patterns that stand for many
actions, for a whole service or for everything are left to other rules.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:Receive*",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator
from typing import NamedTuple

from iamlint import AddItem, Engine, Hit, Replace, Several, Statement, rule


class Options(NamedTuple):
    """`most`: patterns that stand for more actions are left alone."""

    most: int = 20


@rule(severity="info", persona="auditor", since="0.1.0", fix="narrows")
def check(statement: Statement, engine: Engine, options: Options) -> Iterator[Hit]:
    if not statement.grants:
        return
    for action in statement.actions or ():
        names = engine.spelled_out(action, options.most)
        if names:
            fix = (Replace(action, names[0]), AddItem(statement, "Action", names[1:]))
            yield Hit(
                action,
                f"`{action}` stands for {engine.listed(names)}",
                fix=Several(fix if names[1:] else fix[:1], "name the actions one by one"),
            )

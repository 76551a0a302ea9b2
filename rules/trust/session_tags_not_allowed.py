"""A trust policy asks for session tags but does not let them be set.

A caller who passes tags needs `sts:TagSession` on the role besides the action that assumes it.
Where a condition asks for `aws:RequestTag/…` and no statement allows `sts:TagSession`, the condition
can only be met by callers that are then denied.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:RequestTag/Project": "Automation"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": ["sts:AssumeRole", "sts:TagSession"],
      "Condition": {"StringEquals": {"aws:RequestTag/Project": "Automation"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("trust",),
    fix="widens",
    supersedes=("refused-session-tags",),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    if not statement.allows or engine.asks_to_pass(condition) != "sts:TagSession":
        return
    if not engine.lets_pass(statement.policy, "sts:TagSession"):
        yield Hit(
            condition,
            f"`{condition.key}` needs session tags, and `sts:TagSession` is not allowed",
            fix=AddItem(statement, "Action", ("sts:TagSession",)) if statement.actions else None,
        )

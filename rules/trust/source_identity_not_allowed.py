"""A trust policy asks for a source identity but does not let it be set.

A caller who sets a source identity needs `sts:SetSourceIdentity` on the role besides the action that
assumes it; so does a session that brings one from a role before. Where a condition asks for
`sts:SourceIdentity` and no statement allows that action, whoever meets the condition is then denied.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringLike": {"sts:SourceIdentity": "*@example.com"}}
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
      "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
      "Condition": {"StringLike": {"sts:SourceIdentity": "*@example.com"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("trust",),
    fix="widens",
    supersedes=("refused-source-identity",),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    if not statement.allows or engine.asks_to_pass(condition) != "sts:SetSourceIdentity":
        return
    if not engine.lets_pass(statement.policy, "sts:SetSourceIdentity"):
        yield Hit(
            condition,
            f"`{condition.key}` needs a source identity, and `sts:SetSourceIdentity` is not allowed",
            fix=AddItem(statement, "Action", ("sts:SetSourceIdentity",))
            if statement.actions
            else None,
        )

"""A key that may have several values is compared without a set operator.

`StringEquals` compares one value. When the request has a list, IAM does not say which one counts, and
the condition fails. `ForAnyValue:` asks whether one of the list fits, `ForAllValues:` whether all do.

Of what a request asks for, as the items of a table, an Allow must want that all fit: else one that
fits lets others through. `ForAllValues:` holds for requests without the key too, unless `Null` asks
for it. Of what is settled before, as who calls, one that fits is enough.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/scores",
      "Condition": {
        "StringEquals": {"dynamodb:LeadingKeys": "${www.amazon.com:user_id}"}
      }
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
      "Action": ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/scores",
      "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "${www.amazon.com:user_id}"},
        "Null": {"dynamodb:LeadingKeys": "false"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, RenameKey, Several, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("MISSING_QUALIFIER",),
    supersedes=("redundant-condition", "subsumed-statement"),
    where="lacks_set_operator",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or test.over or not test.multivalued or not test.operator:
        return
    yield Hit(
        condition.operator,
        f"`{condition.key}` may have several values: `{condition.operator}` needs `ForAnyValue:` "
        "or `ForAllValues:` before it",
        severity="info" if engine.is_compared_plainly(condition) else "",
        fix=mended(condition, engine),
    )


def mended(condition: Condition, engine: Engine) -> Several | RenameKey | None:
    """The operator over the set, so that requests without the key fare as they did; None where it
    takes more than that.
    """
    over, statement = engine.set_operator_for(condition), condition.statement
    wanted = f"{over}:{condition.operator}"
    if not over or not engine.can_rename(condition, wanted):
        return None
    rename = RenameKey(condition.operator.node, wanted)
    if engine.demands_key(condition):
        return rename
    needed = engine.needs_key(condition)
    if over == "ForAnyValue":
        return rename if needed else None
    if needed:
        there = AddItem(statement, f"Condition/Null/{condition.key}", ("false",))
        return Several((rename, there), f"name it `{wanted}`, and let the key be there")
    return None if statement.allows and engine.guards_by(condition) else rename

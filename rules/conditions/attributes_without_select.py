"""Attributes of DynamoDB items are limited, and the caller may ask for all of them.

`dynamodb:Attributes` holds the attributes that a request names. A query that names none is answered
with all attributes, and the condition finds nothing to object to. `dynamodb:Select` must be
`SPECIFIC_ATTRIBUTES` as well.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:Query",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "total"]}
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
      "Action": "dynamodb:Query",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "total"]},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}
      }
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
      "Action": "dynamodb:Query",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "total"]},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule

SELECT = "Condition/StringEqualsIfExists/dynamodb:Select"


@rule(
    severity="warning",
    since="0.1.0",
    fix="narrows",
    aws_codes=("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",),
    supersedes=("for-all-values-without-null-check",),
    where="is_on_service_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if (condition.key.literal or "").lower() != "dynamodb:attributes":
        return
    statement = condition.statement
    if not statement.grants or statement.gaps or engine.needs_key(condition):
        return
    keys = {(one.key.literal or "").lower() for one in statement.conditions}
    selecting = [
        word
        for word in statement.actions or ()
        if word.literal and not engine.never_carries(word, "dynamodb:select")
    ]
    if selecting and "dynamodb:select" not in keys:
        yield Hit(
            condition.key,
            f"`{selecting[0]}` may still ask for all attributes: nothing wants `dynamodb:Select` "
            "to be `SPECIFIC_ATTRIBUTES`",
            also=[(selecting[0], "takes `dynamodb:Select`")],
            fix=AddItem(statement, SELECT, ("SPECIFIC_ATTRIBUTES",)),
        )

"""An Allow asks something of all values of a key, and that there are none.

`ForAllValues` also holds where the key is absent, so that a test with `Null` belongs beside it: `false`
says that the key must be there. With `true` it must not, and what is asked of its values is never asked.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": "${aws:PrincipalTag/tenant}*"},
        "Null": {"dynamodb:LeadingKeys": "true"}
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
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": "${aws:PrincipalTag/tenant}*"},
        "Null": {"dynamodb:LeadingKeys": "false"}
      }
    },
    {
      "Effect": "Allow",
      "Action": "dynamodb:DescribeTable",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {"Null": {"dynamodb:LeadingKeys": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    supersedes=("for-all-values-without-null-check", "redundant-condition"),
    where="tests_null",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows or not engine.asks_absence(condition):
        return
    for other in engine.asked_of_all(condition):
        yield Hit(
            condition.key,
            f"`{condition.key}` must be absent here: what `{other.operator}` asks of its values is "
            "never asked",
            also=[(other.key, "the values are tested here")],
        )
        return

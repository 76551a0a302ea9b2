"""`Null` stands under `ForAllValues` or `ForAnyValue`.

Set operators go through the values of a key, and where the key is absent there are none to go
through: under `ForAllValues` the test then always holds, under `ForAnyValue` it never does. `Null`
alone says whether the key is there.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:TagQueue",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ForAllValues:Null": {"aws:TagKeys": "false"}}
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
      "Action": "sqs:TagQueue",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"Null": {"aws:TagKeys": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
"""

from collections.abc import Iterator

from iamlint import Condition, Hit, rule


@rule(severity="warning", since="0.1.0", aws_codes=("NULL_WITH_QUALIFIER",), where="tests_null")
def check(condition: Condition) -> Iterator[Hit]:
    written = condition.operator.literal or ""
    operator = written.lower()
    if operator == "forallvalues:null":
        yield Hit(condition.operator, f"`{written}` also holds where the key is absent")
    elif operator == "foranyvalue:null":
        yield Hit(condition.operator, f"`{written}` never holds where the key is absent")

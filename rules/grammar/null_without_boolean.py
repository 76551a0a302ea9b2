"""`Null` is compared with something that is neither `true` nor `false`.

`Null` tests whether a key is in the request: `"true"` means that it is not there, `"false"` that it
is. It does not compare values.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"Null": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"Null": {"aws:PrincipalOrgID": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Condition, Hit, rule


@rule(severity="error", since="0.1.0", where="tests_null")
def check(condition: Condition) -> Iterator[Hit]:
    if (condition.operator.literal or "").lower().rpartition(":")[2] != "null":
        return
    for value in condition.values:
        if value.literal is None or "${" in value.literal:
            continue
        if value.literal.lower() not in ("true", "false"):
            yield Hit(value, f"`Null` takes `true` or `false`, not `{value.literal}`")

"""A condition compares a truth value with more than one.

A key holds one truth value, and values of a condition are alternatives: `true` or `false` is always
so. AWS refuses a list of several booleans.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"Bool": {"aws:SecureTransport": [true, false]}}
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
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Condition, Hit, rule

BOOLEAN = ("bool", "boolifexists", "null")


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_CONDITION_MULTIPLE_BOOLEAN",),
    where="has_several_values",
)
def check(condition: Condition) -> Iterator[Hit]:
    if len(condition.values) < 2 or (condition.operator.literal or "").lower() not in BOOLEAN:
        return
    if all((value.literal or "").lower() in ("true", "false") for value in condition.values):
        yield Hit(
            condition.values[1],
            f"`{condition.key}` is compared with several truth values, and it has only one",
            severity="warning" if condition.values[0].json_type == "text" else "",
        )

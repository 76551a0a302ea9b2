"""A condition compares a key with values of several JSON types.

A list of values is all texts, all numbers or all truth values. AWS refuses a mixture.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": [60, "90"]}}
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
      "Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": ["60", "90"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator

from iamlint import Condition, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_CONDITION_DATA_TYPE",),
    where="has_several_values",
)
def check(condition: Condition) -> Iterator[Hit]:
    if len(condition.values) < 2:
        return
    first = condition.values[0].json_type
    for value in condition.values:
        if first and value.json_type and value.json_type != first:
            yield Hit(
                value, f"`{value}` is a {value.json_type} among values that begin with a {first}"
            )
            return

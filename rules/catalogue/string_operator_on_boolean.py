"""A key that is true or false is compared as a text.

`StringEquals` with `true` works, as AWS writes truth values in lower case; `True` would not, and `Bool`
takes both. AWS's own validation calls it a mismatch of types.

```json bad persona=pedantic
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:MultiFactorAuthPresent": "true"}}
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
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="info", persona="pedantic", since="0.1.0", where="is_text_of_truth")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if engine.is_text_of_truth(condition) and not engine.type_mismatch(condition):
        yield Hit(
            condition.operator,
            f"`{condition.key}` is a truth value: `Bool` reads it, `{condition.operator}` compares "
            "its letters",
        )

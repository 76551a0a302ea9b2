"""A condition's operator does not fit the type of its key.

A key holds a text, a number, a date, a truth value, an address or an ARN, and each operator reads
one of them. An operator of another kind mostly never matches: `NumericEquals` on a text, `ArnLike`
against what is no ARN.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:SourceIp": "203.0.113.0/24"}}
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
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule

IN_WORDS = {
    "String": "a text",
    "Numeric": "a number",
    "Date": "a date",
    "Bool": "a truth value",
    "Binary": "binary data",
    "IPAddress": "an address",
    "ARN": "an ARN",
}


@rule(severity="warning", since="0.1.0", aws_codes=("TYPE_MISMATCH",), where="type_mismatch")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    mismatch = engine.type_mismatch(condition)
    if mismatch:
        yield Hit(
            condition.operator,
            f"`{condition.operator}` does not read `{condition.key}`, which is "
            f"{IN_WORDS[mismatch]}",
            also=[(condition.key, IN_WORDS[mismatch])],
            confidence="likely",
        )

"""A condition is an empty object.

It tests nothing, so the statement holds always, as it would without it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("EMPTY_OBJECT_CONDITION",),
    where="is_unusual",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for empty in engine.empties(statement):
        if empty.harmless:
            name = str(empty.key.value)
            yield Hit(
                empty, f"`{name}` is empty and tests nothing", fix=Remove(empty.key), key=name
            )

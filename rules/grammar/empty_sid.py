"""A Sid is empty.

It says nothing and can be left out.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Sid": ""
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
"""

from collections.abc import Iterator

from iamlint import Hit, Remove, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("EMPTY_SID_VALUE",),
    where="is_unusual",
)
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("Sid")
    if statement.sid is not None and statement.sid.literal == "" and key is not None:
        yield Hit(statement.sid, "the Sid is empty", fix=Remove(key))

"""A value of a condition is covered by another one.

Values of a condition are alternatives. One that stands there twice, fits the pattern of another, or lies in the
block of addresses of another can go.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringLike": {
          "aws:PrincipalTag/team": [
            "red-*",
            "red-eu"
          ]
        }
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringLike": {
          "aws:PrincipalTag/team": [
            "red-*"
          ]
        }
      }
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24",
            "203.0.113.16/28"
          ]
        }
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24"
          ]
        }
      }
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/team": [
            "red",
            "blue",
            "red"
          ]
        }
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/team": [
            "red",
            "blue"
          ]
        }
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringLike": {
          "aws:PrincipalTag/team": [
            "red-*",
            "Red-eu",
            "${aws:PrincipalTag/red-x}"
          ]
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Remove, rule


@rule(severity="info", persona="pedantic", since="0.1.0", fix="safe", where="has_several_values")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    for one in engine.needless_values(condition):
        by = "others of the list cover it together"
        if one.by is not None:
            twice = one.by.text == one.word.text
            by = "it stands there twice" if twice else f"`{one.by}` covers it"
        yield Hit(
            one.word,
            f"`{one.word}` adds nothing: {by}",
            also=[(one.by, "here")] if one.by is not None else (),
            fix=Remove(one.word.node),
        )

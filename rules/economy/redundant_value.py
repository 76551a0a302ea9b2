"""A value of a condition is one that another value of it stands for.

`dev-*` takes `dev-a` in as well, so that the longer name says nothing. Either the pattern is wider than
was meant, or the other value can go.

```json bad persona=pedantic
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringLike": {"aws:PrincipalTag/team": ["dev-*", "dev-a"]}}
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
      "Condition": {"StringLike": {"aws:PrincipalTag/team": ["dev-*"]}}
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
      "Condition": {"StringLike": {"aws:PrincipalTag/team": ["dev-*", "ops"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Remove, rule


@rule(severity="info", persona="pedantic", since="0.1.0", fix="safe", where="needless_values")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    for value, wide in engine.needless_values(condition):
        yield Hit(
            value,
            f"`{wide}` stands for `{value}` as well",
            also=[(wide, "this one takes it in")],
            fix=Remove(value.node),
        )

"""Access hangs on a key that the caller may give any value.

`aws:Referer` and `aws:UserAgent` are headers of the request: whoever knows the value sends it. They
keep browsers from embedding a picture, and no one from reading it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringLike": {"aws:UserAgent": "reports-app/*"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("UNTRUSTWORTHY_CONDITION_KEY",),
    where="chosen_by_caller",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not engine.chosen_by_caller(condition) or engine.is_presence_test(condition):
        return
    statement = condition.statement
    named = not any(entry.value.literal == "*" for entry in statement.principals or ())
    decides = statement.denies or engine.restricted_by(statement) is None
    services = statement.principals and all(e.type == "Service" for e in statement.principals)
    yield Hit(
        condition.key,
        f"the caller chooses `{condition.key}`: this keeps nobody out who knows the value",
        # a public Allow is the fault itself there, and said by the rules on public access
        # what a service sends is the service's choice, not a stranger's
        severity="" if decides and named and statement.allows and not services else "info",
    )

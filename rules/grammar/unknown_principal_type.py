"""A principal stands under a key that is none of the four kinds of principal.

`AWS`, `Service`, `Federated` and `CanonicalUser`, written just so, are all there are. AWS refuses a
policy with another.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"Services": "events.amazonaws.com"},
      "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/nightly"}}
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
      "Principal": {"Service": "events.amazonaws.com"},
      "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/nightly"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, RenameKey, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_PRINCIPAL_KEY",),
    where="is_unusual",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for key in engine.principal_keys(statement):
        kind = str(key.value)
        if kind in engine.principal_types:
            continue
        near = engine.like(kind, engine.principal_types)
        yield Hit(
            key,
            f"`{kind}` is no kind of principal",
            details=[("did you mean", f"`{near}`")] if near else (),
            fix=RenameKey(key, near) if near else None,
        )

"""An Allow tests who calls or from where, and does without when the request does not say.

With `…IfExists` the condition holds for every request that lacks the key. Keys of organizations,
networks and calling services are lacking just in the requests that are to be kept out; an external ID
is left out by whoever does not know it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalAccount": "111122223333"},
        "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1a2b3c4d"}
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
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalAccount": "111122223333", "aws:SourceVpce": "vpce-1a2b3c4d"}
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEqualsIfExists": {"sts:ExternalId": "acme-7f3a"}}
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "acme-7f3a"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(severity="warning", since="0.1.0", fix="narrows", where="tests_if_exists")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.if_exists or test.negated or not engine.guards_by(condition):
        return
    if not condition.statement.grants or engine.demands_key(condition):
        return
    if engine.always_there(condition) or engine.is_alternative(condition):
        return
    plain = (condition.operator.literal or "")[: -len("IfExists")]
    yield Hit(
        condition.operator,
        f"`{condition.operator}` also holds for requests without `{condition.key}`",
        severity="info" if test.present in ("most-actions", "forwarded") else "",
        fix=RenameKey(condition.operator.node, plain)
        if engine.can_rename(condition, plain)
        else None,
    )

"""`IfExists` stands on a key that every request has.

The key is always there, so that the plain operator says the same and reads more easily.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"BoolIfExists": {"aws:SecureTransport": "true"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(severity="info", persona="pedantic", since="0.1.0", fix="safe", where="tests_if_exists")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.if_exists or not engine.always_there(condition):
        return
    plain = (condition.operator.literal or "")[: -len("IfExists")]
    yield Hit(
        condition.operator,
        f"every request has `{condition.key}`: `{plain}` says the same",
        fix=RenameKey(condition.operator.node, plain)
        if engine.can_rename(condition, plain)
        else None,
    )

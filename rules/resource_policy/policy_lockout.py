"""A policy denies everyone the change of the policy.

A Deny to everybody without a condition also binds administrators. Only the account's root user, or
nobody, can then mend the policy.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"]
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {
        "ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    everyone = engine.everyone_in(statement)
    locked = engine.leaves_nobody(statement)
    if everyone is not None and locked:
        yield Hit(everyone, f"nobody is left who may {engine.listed(locked)}")

"""A policy on a resource allows every action of its service.

`s3:*` lets the holder delete the resource and change the policy itself. For an account as a whole,
which may be the resource's own, it is shown in the pedantic view. The statement by which a key is
left to the account's own policies is not meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "logging.s3.amazonaws.com"},
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
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
      "Principal": {"Service": "logging.s3.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
```

`*` is not even of one service:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "*",
      "Resource": "arn:aws:s3:::acme-data/*"
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
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or engine.delegates_to_account(statement):
        return
    for action in statement.actions or ():
        if engine.is_everything(action) or engine.whole_service(action):
            if engine.exposure(statement) is not None:
                return  # open to everyone: said of that
            others = engine.many_hold(statement) or engine.beside_own_account(statement)
            if engine.is_everything(action) and engine.everyone_in(statement) is None:
                # of no service even: whoever means all of a queue to his account writes `sqs:*`
                others = others or not engine.own_accounts(statement)
            yield Hit(
                action,
                f"`{action}` allows whatever can be done with the resource",
                severity="" if others else "info",
            )

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

Who spares accounts must spare the one that has it:

```json bad name=queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sqs:*",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "444455556666"}}
    }
  ]
}
```

```json good name=queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sqs:*",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["444455556666", "111122223333"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    everyone = engine.everyone_in(statement)
    locked = engine.leaves_nobody(statement)
    if everyone is not None and locked:
        word = engine.word_for(statement, locked[0])
        yield Hit(
            everyone,
            f"nobody is left who may {engine.listed(locked)}",
            also=[(word, "this denies it")] if word is not None else (),
        )
    found = estate.left_out_of(statement) if engine.all_that_rewrite(statement) else None
    if found is not None:
        condition, account = found
        yield Hit(
            condition.key,
            f"this spares other accounts than {account}, whose own it is: nobody of it is left "
            f"who may {engine.listed(engine.all_that_rewrite(statement))}",
            confidence="likely",
        )

"""A Deny hits uploads that leave the encryption to the bucket.

S3 encrypts every object as the bucket says. An upload that says nothing of encryption sends no header,
and a Deny with `StringNotEquals` or `Null` on the header hits it all the same: most clients, and
services that write logs, send none. With `Null` and `false` beside it the Deny keeps out those that ask
for another encryption, and no others. Where every client is known to send the header, all is well: so
this is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}, "Null": {"s3:x-amz-server-side-encryption": "false"}}
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
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}, "Null": {"s3:x-amz-server-side-encryption": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    kinds=("resource", "scp", "rcp"),
    fix="widens",
    where="demands_header",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    first = next((one for one in statement.conditions if engine.demands_header(one)), None)
    if first is condition:
        yield Hit(
            condition.key,
            f"uploads without `{condition.key}` are denied, though the bucket encrypts them itself",
            fix=engine.leaving_encryption(statement),
        )

"""A policy does not deny requests without TLS.

Buckets, queues and topics can be reached over plain HTTP. A Deny where `aws:SecureTransport` is
false closes that; several security standards ask for it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
```

A Deny that is only for some, or only for the bucket or for what is in it, leaves the rest:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
"""

from collections.abc import Iterator

from iamlint import AddStatement, Engine, Hit, Policy, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("resource",), fix="narrows")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if not engine.speaks_plain_http(policy):
        return
    if engine.demands_tls(policy):
        left = engine.left_plain(policy)
        if left is not None:
            yield Hit(left[0], f"plain HTTP is left {left[1]}", key="plaintext")
        return
    deny = engine.tls_deny(policy)
    yield Hit(
        engine.place_of_statements(policy),
        "requests over plain HTTP are not denied",
        fix=AddStatement(policy, deny) if deny else None,
        key="plaintext",
    )

"""One statement of a resource's policy is about another resource than the rest.

The policy of a bucket can be about that bucket alone, and S3 refuses a name of another; the policy of a
key says nothing of another key, so that the statement has no effect. In a bare file nothing tells which
of the two is meant: the one that is named less often is reported. What may be the policy of a VPC
endpoint, with many buckets and no caller by name, is left alone.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::example-data"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-dat/*"
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::example-data"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-data/*"
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="error", since="0.1.0", kinds=("resource",))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for word, other in engine.stray_resources(policy):
        yield Hit(
            word,
            f"the policy of a {engine.owner_in_words(policy)} is about one, and `{word}` is another "
            f"than `{other}`",
            also=[(other, "this names another")],
            confidence="likely",
        )

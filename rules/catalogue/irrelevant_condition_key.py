"""A condition of a resource policy tests what is the same for every request.

A resource policy is about the resource it sits on. Whose that is does not change from request to
request: `aws:ResourceAccount` there is always or never met.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"s3:ResourceAccount": "111122223333"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resource-properties
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    aws_codes=("IRRELEVANT_CONDITION_KEY_IN_POLICY",),
    kinds=("resource",),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    row = engine.row_of_key("irrelevant_keys", condition.key.literal or "")
    if row:
        yield Hit(condition.key, f"`{condition.key}` tells nothing here: {row['why']}")

"""A prefix of S3 keys is forbidden in a way that a shorter prefix gets around.

`s3:prefix` is what the caller asks to list, not what he is shown. Who may not list `secret/` lists
`secre`, and is shown everything below `secret/`. Allow the prefixes that may be listed, or deny all but
those.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringLike": {"s3:prefix": "secret/*"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringNotLike": {"s3:prefix": "public/*"}}
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("S3_PREFIX_IN_NEGATIVE_CONTEXT",),
    where="is_on_service_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not engine.is_key(condition, ("s3:prefix",)):
        return
    if engine.type_of_operator(condition) != "String":
        return
    statement = condition.statement
    use = engine.use_of(condition)
    if use is None or use.base is None or not (statement.allows or statement.denies):
        return
    if use.base.negated != statement.allows:
        return
    for value in condition.values:
        if (value.literal or "").strip("*"):
            yield Hit(
                value,
                f"whoever lists a shorter prefix than `{value}` is shown what is below it all the "
                "same",
                also=[(condition.operator, "forbids this prefix only")],
            )

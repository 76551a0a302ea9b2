"""A condition tests a key that AWS does not have.

No request carries such a key. A condition that wants a value of it never holds, so that an `Allow`
allows nothing and a `Deny` denies nothing; one that forbids a value always holds.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:RequestRegion": "eu-west-1"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringLike": {"s3:prefixes": "home/*"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {
        "StringLike": {"s3:prefix": "home/*"},
        "StringEquals": {"aws:RequestedRegion": "eu-west-1"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Condition, Engine, Hit, RenameKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=(
        "INVALID_GLOBAL_CONDITION_KEY",
        "INVALID_SERVICE_CONDITION_KEY",
        "INVALID_SERVICE",
    ),
    supersedes=("subsumed-statement",),
    where="is_on_odd_key",
)
def check(condition: Condition, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    if engine.key_of(condition) is not None or engine.lacks_tag_key(condition):
        return
    key = condition.key.literal or ""
    if not engine.has_key_form(key) or engine.left_open(condition.key):
        return
    prefix = engine.prefix_of_unknown_key(key)
    if not prefix:
        return
    near = catalog.suggest_keys(key)
    meant = catalog.meant(key, near)
    if prefix == "aws":
        message = f"AWS has no condition key `{key}`"
    elif catalog.brings_keys(prefix):
        message = f"`{prefix}` has no condition key `{key}`"
    else:
        message = f"AWS has no service `{prefix}` to bring a condition key `{key}`"
    yield Hit(
        condition.key,
        message,
        severity="info" if engine.is_unfilled(key) else "",
        details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
        confidence="certain" if near else "likely",
        fix=RenameKey(condition.key.node, meant) if meant else None,
    )

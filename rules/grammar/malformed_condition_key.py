"""A condition key has not the form `prefix:name`.

Every key has a prefix: `aws:` for the global ones, else that of its service or identity provider.
AWS refuses a policy with another form.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Condition, Engine, Hit, RenameKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_CONDITION_KEY_FORMAT",),
    supersedes=("subsumed-statement",),
    where="is_on_odd_key",
)
def check(condition: Condition, engine: Engine, catalog: Catalog) -> Iterator[Hit]:
    key = condition.key.literal
    if key is None or engine.has_key_form(key) or "${" in key:
        return
    known = catalog.condition_key(f"aws:{key}") if ":" not in key and key else None
    yield Hit(
        condition.key,
        f"`{key}` is no condition key: it has not the form `prefix:name`",
        details=[("did you mean", f"`aws:{key}`")] if known else (),
        fix=RenameKey(condition.key.node, f"aws:{key}") if known else None,
    )

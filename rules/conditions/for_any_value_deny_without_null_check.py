"""A Deny asks something of some value of a key, and spares requests that have none.

`ForAnyValue:` fails when the request lacks the key. A Deny of all but one's own organization, written
so, does not touch callers outside of any. Deny those in a statement of their own, with
`"Null": {"⟨key⟩": "true"}`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"Null": {"aws:PrincipalOrgPaths": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="warning", since="0.1.0", where="is_over_sets")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or test.over != "any" or not test.multivalued or not test.operator:
        return
    statement = condition.statement
    if not statement.denies or not condition.values or engine.demands_key(condition):
        return
    if engine.denied_without_key(condition):
        return
    # "deny if one of them is X" means to spare requests without; "unless it is X" does not
    grave = test.negated and test.says_who
    yield Hit(
        condition.key,
        f"requests without `{condition.key}` are not denied: `{condition.operator}` fails for them",
        severity="" if grave else "info",
    )

"""An Allow asks something of all values of a key, and does not ask that there are any.

`ForAllValues:` holds when the request lacks the key. An organization, a network or a calling service
tested so admits those who have none. Demand the key with `"Null": {"⟨key⟩": "false"}`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"},
        "Null": {"aws:PrincipalOrgPaths": "false"}
      }
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
    if test is None or test.over != "all" or not test.multivalued or not test.operator:
        return
    if not condition.statement.allows or not condition.values or engine.demands_key(condition):
        return
    yield Hit(
        condition.key,
        f"`{condition.operator}` also holds for requests without `{condition.key}`",
        # no tags, no attributes, no encryption context: to be without them is mostly harmless
        severity="" if test.says_who else "info",
        details=[("missing", f'"Null": {{"{condition.key}": "false"}}')],
    )

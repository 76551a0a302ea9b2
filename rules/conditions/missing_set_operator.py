"""A key that may have several values is compared without a set operator.

`StringEquals` compares one value. When the request has a list, IAM does not say which one counts, and
the condition fails. `ForAnyValue:` asks whether one of the list fits, `ForAllValues:` whether all do.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
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
      "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("MISSING_QUALIFIER",),
    where="lacks_set_operator",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or test.over or not test.multivalued or not test.operator:
        return
    # a negated test means "none of them", which is what ForAllValues says
    wanted = f"{'ForAllValues' if test.negated else 'ForAnyValue'}:{condition.operator}"
    yield Hit(
        condition.operator,
        f"`{condition.key}` may have several values: `{condition.operator}` needs `ForAnyValue:` "
        "or `ForAllValues:` before it",
        severity="info" if engine.is_compared_plainly(condition) else "",
        fix=RenameKey(condition.operator.node, wanted)
        if engine.can_rename(condition, wanted)
        else None,
    )

"""`ForAllValues:` or `ForAnyValue:` stands before a key that has one value.

`ForAllValues:` also holds when the request lacks the key, so that in an Allow it lets through whoever
does not send it. `ForAnyValue:` fails then, so that a Deny of all but some values spares those requests.
A key of one value needs no set operator.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(
    severity="warning",
    since="0.1.0",
    fix="narrows",
    aws_codes=("FORALLVALUES_WITH_SINGLE_VALUED_KEY",),
    where="is_over_sets",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.over or not test.known or test.multivalued or not test.operator:
        return
    if engine.is_audience(condition):
        return  # the rule on audiences speaks
    # without the key, ForAllValues holds, and ForAnyValue fails where a negated test would hold
    opens = (test.over == "all" and condition.statement.allows) or (
        test.over == "any" and test.negated and condition.statement.denies
    )
    guarded = engine.demands_key(condition) or not test.guards
    plain = (condition.operator.literal or "").partition(":")[2]
    yield Hit(
        condition.operator,
        f"`{condition.key}` has one value: "
        + (
            "with ForAllValues the condition also holds for requests without it"
            if test.over == "all"
            else "with ForAnyValue requests without it are not denied"
            if opens and not guarded
            else "it needs no set operator"
        ),
        severity="" if opens and not guarded else "info",
        fix=RenameKey(condition.operator.node, plain)
        if engine.can_rename(condition, plain)
        else None,
    )

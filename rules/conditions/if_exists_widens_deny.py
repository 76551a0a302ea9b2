"""A Deny of certain values also denies every request that does not say.

With `…IfExists` a condition holds for requests that lack the key: a Deny of one VPC denies all that
come through none. Behind a negated operator that is the point; behind one that names what is to be
denied it is seldom meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1a2b3c4d"}}
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
      "Action": "s3:DeleteBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule

OPERATORS = ("String", "Arn", "IpAddress")


@rule(severity="info", persona="pedantic", since="0.1.0", fix="widens", where="tests_if_exists")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.if_exists or test.negated or test.over:
        return
    if not condition.statement.denies or not test.operator.startswith(OPERATORS):
        return
    if engine.always_there(condition) or engine.demands_key(condition):
        return
    if engine.is_empty_test(condition):
        return  # the rule on keys that never come speaks
    plain = (condition.operator.literal or "")[: -len("IfExists")]
    yield Hit(
        condition.operator,
        f"`{condition.operator}` also denies requests without `{condition.key}`",
        fix=RenameKey(condition.operator.node, plain)
        if engine.can_rename(condition, plain)
        else None,
    )

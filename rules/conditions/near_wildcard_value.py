"""A key that names one account, organization or network is compared with nearly anything.

Values of these keys are whole identifiers. A wildcard near the beginning, or a variable that the
caller can set, lets other people's accounts, organizations and networks fit too. At least six
characters must stand before it; of `aws:userid`, all up to the colon.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringLike": {"aws:PrincipalOrgID": "o-*"},
        "StringEquals": {"aws:PrincipalAccount": "111122223333"}
      }
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
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

A Deny that makes an exception for every ARN is for nobody who signs:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/keeper", "*"]}}
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
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/keeper"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("WILDCARD_USAGE_TOO_PERMISSIVE", "VARIABLE_USAGE_TOO_PERMISSIVE"),
    where="mentions_patterns",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.operator.startswith(("String", "Arn")):
        return
    # where the test fails for more, it lets fewer through: an Allow but for these, a Deny of these
    opens = test.negated is condition.statement.denies
    for value in condition.values:
        found = engine.too_open(condition, value)
        if found and not engine.left_open(value):
            yield Hit(
                value,
                f"`{found}` in `{value}` lets nearly any `{condition.key}` through",
                severity="" if opens else "info",
            )

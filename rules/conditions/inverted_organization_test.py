"""A Deny hits the members of an organization, and lets all others through.

A perimeter denies whoever is *not* of the organization: `StringNotEquals`. With `StringEquals` it denies the own
principals and nobody else. A Deny that asks for more of those whom it hits, such as another role than some, is meant
for members and is no finding.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"},
        "Bool": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

The organization of the service that calls is told by the calls of services alone:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {
        "StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:SourceOrgID": "o-a1b2c3d4e5"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}
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
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
      "Condition": {
        "StringNotEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"},
        "Bool": {"aws:PrincipalIsAWSService": "false"}
      }
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/cleaner"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

ORGANIZATION = "aws:principalorgid"
OF_SERVICES = ("aws:sourceorgid", "aws:sourceaccount")
BESIDE = (ORGANIZATION, "aws:principalisawsservice", "aws:viaawsservice")


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "rcp"),
    supersedes=("perimeter-shuts-out-own",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.denies or engine.everyone_in(statement) is None:
        return
    keys = [(condition.key.literal or "").lower() for condition in statement.conditions]
    if ORGANIZATION not in keys:
        return
    for other in statement.conditions:
        key = (other.key.literal or "").lower()
        if key not in BESIDE and (key not in OF_SERVICES or engine.needs_key(other)):
            return  # it is not about all that members do
    condition = statement.conditions[keys.index(ORGANIZATION)]
    test = engine.test_of(condition)
    if test is not None and test.operator and not test.negated:
        yield Hit(
            condition.operator,
            f"this denies the members of {engine.listed(map(str, condition.values))}, and lets all others through",
            confidence="likely",
        )

"""A value with a wildcard is compared by an operator that takes it for a plain character.

`StringEquals` knows no wildcards: `team-*` equals the text `team-*` and nothing else. An Allow never
applies, a Deny never bites; the negated operators hold always.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:prefix": "home/*"}}
    }
  ]
}
```

Other keys under the operator fare as before:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:delimiter": "/", "s3:prefix": "home/*"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringLike": {"s3:delimiter": "/", "s3:prefix": "home/*"}}
    }
  ]
}
```

On keys that hold ARNs the operator for ARNs is meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}
      }
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringLike": {"s3:prefix": "home/*"}}
    }
  ]
}
```

A star in front is part of a name where the names are those of certificates:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "acm:RequestCertificate",
      "Resource": "*",
      "Condition": {
        "ForAllValues:StringEquals": {
          "acm:DomainNames": [
            "acme.example",
            "*.acme.example"
          ]
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule

WITH_WILDCARDS = {"StringEquals": "StringLike", "StringNotEquals": "StringNotLike"}


@rule(
    severity="warning",
    since="0.1.0",
    fix="repairs",
    aws_codes=("WILDCARD_WITHOUT_LIKE_OPERATOR",),
    supersedes=(
        "key-absent-for-caller",
        "untrusted-caller",
        "subsumed-statement",
    ),
    where="mentions_patterns",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or test.wild or not test.operator.startswith("String"):
        return
    like = WITH_WILDCARDS.get(test.operator)
    wanted = re.sub(
        test.operator, like or "", condition.operator.literal or "", flags=re.IGNORECASE
    )
    # to texts without wildcards the operator with them does what the other did
    free = bool(like) and engine.can_rename_for_all(condition, wanted)
    if like and engine.is_on_arn_key(condition):
        arns = all(map(engine.has_arn_fields, condition.values))
        wanted = engine.arn_operator_for(wanted) if arns else wanted
        free = engine.can_rename(condition, wanted)
    for value in engine.wildcards_in(condition):
        yield Hit(
            value,
            f"`{condition.operator}` knows no wildcards: `{value}` is these characters and "
            "nothing else",
            details=[("instead", f"`{wanted}`")] if like else (),
            fix=RenameKey(condition.operator.node, wanted) if free else None,
        )

"""A statement's conditions can never hold together.

All conditions of a statement must hold at once. One key that is to have two values, a test of
absence beside a test of the value, a negated `*`: no request meets them, and the statement does
nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "StringLike": {"aws:PrincipalOrgID": "o-z9y8x7w6v5"}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-z9y8x7w6v5"]}}
    }
  ]
}
```

Service control policies and resource control policies never bind service-linked roles: a Deny about
those alone does nothing either.

```json bad name=scp/regions.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ec2:*",
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*"}
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"scp/*.json" = "scp"
```

```json good name=scp/regions.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ec2:*",
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*"}
      }
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"scp/*.json" = "scp"
```

What is still to be filled in is not judged:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "*"
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalAccount": "<partner-account>"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    supersedes=(
        "near-wildcard-value",
        "self-defeating-condition",
        "subsumed-statement",
    ),
    aws_codes=("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",),
    where="has_conditions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    unbound = engine.asks_for_unbound(statement)
    if unbound is not None:
        yield Hit(
            unbound.key,
            "this denies nothing: no control policy binds service-linked roles, and it is about "
            "those alone",
        )
        return
    clash = engine.clashing_conditions(statement)
    values = [value for one in clash for value in one.values]
    if not clash or any(engine.left_open(one) for one in values):
        return
    if any(engine.is_unfilled(one.literal or "") for one in values):
        return
    last = clash[-1]
    if len(clash) == 1:
        yield Hit(last.key, f"`{last.operator}` on `{last.key}` never holds, whatever the request")
    else:
        yield Hit(
            last.key,
            f"`{last.operator}` on `{last.key}` never holds together with the condition before",
            also=[(other.key, f"`{other.operator}` is asked here") for other in clash[:-1]],
        )

"""A resource control policy is for named principals.

`Principal` must be `*` there, and `NotPrincipal` may not stand at all. To spare or hit some callers,
compare `aws:PrincipalArn` or `aws:PrincipalOrgID` in a condition.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:role/worker"
      },
      "Action": "s3:DeleteBucket",
      "Resource": "*"
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteBucket",
      "Resource": "*",
      "Condition": {
        "ArnEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker"
        }
      }
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("rcp",),
    aws_codes=("RCP_SYNTAX_ERROR_PRINCIPAL",),
    supersedes=("wildcard-in-principal",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for principal in engine.named_principals(statement):
        yield Hit(
            principal,
            f"a resource control policy is for everyone, not for `{principal.value}`",
            details=[("instead", '"Principal": "*" and a condition on aws:PrincipalArn')],
        )
    key = statement.element("NotPrincipal")
    if key is not None:
        yield Hit(key, "`NotPrincipal` may not stand in a resource control policy")

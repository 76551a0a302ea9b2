"""A resource control policy allows something.

The one Allow is in AWS's own `RCPFullAWSAccess`, which is always attached. All others may only deny,
and AWS refuses them otherwise.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:*",
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
      "Resource": "*"
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


@rule(severity="error", since="0.1.0", kinds=("rcp",), aws_codes=("RCP_SYNTAX_ERROR_ALLOW",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.allows and statement.effect and not engine.is_default_allow(statement):
        yield Hit(
            statement.effect, "a resource control policy may only deny: it takes away, never grants"
        )

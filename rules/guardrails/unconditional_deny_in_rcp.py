"""A resource control policy denies something to everyone.

Without a condition nobody may do it any more: not the owners of the resources, and not the AWS services
that work on them. Where that is meant, ignore the finding and say why.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
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
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "BoolIfExists": {
          "aws:SecureTransport": "false"
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

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("rcp",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.denies or statement.conditions or statement.gaps:
        return
    if statement.element("Condition") is None and statement.actions:
        yield Hit(
            statement.actions[0],
            f"{engine.in_brief(statement)} is denied to everyone, AWS services included",
        )

"""A resource control policy denies a whole service to everyone.

Without a condition nobody may use the resources any more: not their owners, and not the AWS services
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
    if statement.element("Condition") is None and engine.covers_whole_services(statement):
        yield Hit(
            statement.actions[0] if statement.actions else statement,
            f"{engine.in_brief(statement)} is denied to everyone, AWS services included",
        )

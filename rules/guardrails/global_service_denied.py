"""A lock on regions takes away services that have one place in the world.

IAM, Organizations, Route 53, CloudFront and Support are called in `us-east-1` whatever region one works
in. A Deny for all other regions than one's own stops them, unless `NotAction` excepts them.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": [
        "organizations:*",
        "route53:*",
        "support:*",
        "cloudfront:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": [
            "eu-central-1",
            "eu-west-1"
          ]
        }
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"policy.json" = "scp"
```

```json fixed name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": [
        "organizations:*",
        "route53:*",
        "support:*",
        "cloudfront:*",
        "iam:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": [
            "eu-central-1",
            "eu-west-1"
          ]
        }
      }
    }
  ]
}
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": [
        "organizations:*",
        "route53:*",
        "support:*",
        "cloudfront:*",
        "iam:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": [
            "eu-central-1",
            "eu-west-1"
          ]
        }
      }
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"policy.json" = "scp"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    fix="widens",
    kinds=("identity", "scp", "boundary", "session"),
    where="is_of_deny",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    services = engine.locked_out_services(condition)
    if not services:
        return
    statement = condition.statement
    missing = tuple(f"{service}:*" for service in services)
    yield Hit(
        condition.key,
        f"{engine.listed(services, 5)} {'is' if len(services) == 1 else 'are'} in none of these "
        "regions and so denied everywhere",
        fix=AddItem(statement, "NotAction", missing) if statement.not_actions else None,
        # not every organization uses all of them
        severity="" if any(map(engine.is_vital, services)) else "info",
    )

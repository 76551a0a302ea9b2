"""A resource control policy denies calls of services that do not say on whose behalf they are.

Not every service sends `aws:SourceOrgID`. A negated test holds where the key is missing, so that the
Deny stops those integrations. Ask it only where the source is told:
`"Null": {"aws:SourceAccount": "false"}`.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {
          "aws:SourceOrgID": "o-a1b2c3d4e5"
        },
        "Bool": {
          "aws:PrincipalIsAWSService": "true"
        }
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

```json fixed name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {
          "aws:SourceOrgID": "o-a1b2c3d4e5"
        },
        "Bool": {
          "aws:PrincipalIsAWSService": "true"
        },
        "Null": {
          "aws:SourceAccount": "false"
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {
          "aws:SourceOrgID": "o-a1b2c3d4e5"
        },
        "Null": {
          "aws:SourceAccount": "false"
        },
        "Bool": {
          "aws:PrincipalIsAWSService": "true"
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

from iamlint import AddItem, Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("rcp",),
    fix="widens",
    aws_codes=("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    asked = next(engine.source_tests(statement), None)
    if asked is None or engine.demands_source(statement):
        return
    if engine.only_for_services(statement):
        yield Hit(
            asked.key,
            f"services that send no `{asked.key}` are denied too",
            details=[("missing", '"Null": {"aws:SourceAccount": "false"}')],
            fix=AddItem(statement, "Condition/Null/aws:SourceAccount", ("false",)),
        )

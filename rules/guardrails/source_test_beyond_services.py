"""A resource control policy asks every caller on whose behalf a service calls.

`aws:SourceOrgID` and its like stand only in calls of AWS services. A Deny for requests where it is not
yours also hits those of your own people, who have none. Ask it of services alone, with
`"Bool": {"aws:PrincipalIsAWSService": "true"}`.

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

from iamlint import AddItem, Engine, Hit, Several, Statement, rule

KEY = "aws:PrincipalIsAWSService"


@rule(
    severity="error",
    since="0.1.0",
    kinds=("rcp",),
    fix="widens",
    aws_codes=("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    asked = next(engine.source_tests(statement), None)
    if asked is None or engine.only_for_services(statement):
        return
    harmless = engine.demands_source(statement) or any(engine.membership_tests(statement))
    yield Hit(
        asked.key,
        f"only calls of AWS services carry `{asked.key}`, and all others are asked for it too",
        details=[("missing", f'"Bool": {{"{KEY}": "true"}}')],
        # services that send no account are denied too, unless it must be there
        fix=None
        if harmless
        else Several(
            (
                AddItem(statement, "Condition/Null/aws:SourceAccount", ("false",)),
                AddItem(statement, f"Condition/Bool/{KEY}", ("true",)),
            )
        ),
        severity="info" if harmless else "",
    )

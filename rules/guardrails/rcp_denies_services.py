"""A resource control policy that keeps strangers out keeps AWS services out too.

A service that calls in its own name, as CloudTrail writing to a bucket does, belongs to no
organization. A Deny for all that are not of yours hits it, unless the statement says
`"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}`.

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
          "aws:PrincipalOrgID": "o-a1b2c3d4e5"
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
          "aws:PrincipalOrgID": "o-a1b2c3d4e5"
        },
        "BoolIfExists": {
          "aws:PrincipalIsAWSService": "false"
        }
      }
    }
  ]
}
```

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
          "aws:PrincipalOrgID": "o-a1b2c3d4e5"
        },
        "BoolIfExists": {
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
          "aws:PrincipalOrgID": "o-a1b2c3d4e5"
        },
        "BoolIfExists": {
          "aws:PrincipalIsAWSService": "false"
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

KEY = "aws:PrincipalIsAWSService"


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("rcp",),
    fix="widens",
    aws_codes=("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    asked = next(engine.membership_tests(statement), None)
    if asked is None or engine.spares_services(statement):
        return
    if engine.only_for_services(statement):
        guard = engine.test_of_service(statement)
        if guard is not None and not any(engine.source_tests(statement)):
            yield Hit(
                guard,
                f"AWS services alone are denied, which have no `{asked.key}`: strangers are not",
                also=[(asked.key, "what a service never has")],
                details=[("did you mean", f'"BoolIfExists": {{"{KEY}": "false"}}')],
            )
        return
    lacks = engine.lacked_by_services(asked)
    yield Hit(
        asked.key,
        f"AWS services have {'no' if lacks else 'none of yours as'} `{asked.key}`: their own calls"
        " are denied as those of strangers are",
        confidence="certain" if lacks else "likely",
        details=[("missing", f'"BoolIfExists": {{"{KEY}": "false"}}')],
        fix=AddItem(statement, f"Condition/BoolIfExists/{KEY}", ("false",)),
        # who also asks on whose behalf a service calls, spares most of them
        severity="info" if any(engine.source_tests(statement)) else "",
    )

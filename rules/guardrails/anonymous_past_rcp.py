"""A resource control policy that keeps strangers out lets the anonymous pass, or them alone.

`aws:PrincipalIsAWSService` is there in signed requests alone. `Bool` fails without the key, so the
Deny does not apply to requests that nobody signed; `BoolIfExists` holds.

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
        "Bool": {
          "aws:PrincipalIsAWSService": "false"
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, RenameKey, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("rcp",),
    fix="narrows",
    aws_codes=("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for spared in engine.tests_of_service(statement):
        if engine.only_for_unsigned(spared) and any(engine.membership_tests(statement)):
            yield Hit(
                spared.operator,
                f"only requests that nobody signed lack `{spared.key}`: who signs is not denied,"
                " stranger or not",
                details=[("did you mean", f'"BoolIfExists": {{"{spared.key}": "false"}}')],
            )
            continue
        if not engine.lets_unsigned_by(spared):
            continue
        if any(engine.membership_tests(statement)) and engine.spares_services(statement):
            free = spared.operator.literal == "Bool" and engine.can_rename(spared, "BoolIfExists")
            yield Hit(
                spared.operator,
                f"requests that nobody signed lack `{spared.key}` and are not denied: use"
                " BoolIfExists",
                fix=RenameKey(spared.operator.node, "BoolIfExists") if free else None,
            )

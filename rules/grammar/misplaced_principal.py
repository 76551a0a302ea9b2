"""A policy that is attached to a principal names one.

Identity policies, permissions boundaries, session policies and service control policies apply to
whoever they are attached to; AWS refuses `Principal` and `NotPrincipal` in them. So does a resource
control policy that the configuration attaches as a service control policy.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: sqs:ReceiveMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:ReceiveMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```json bad name=guardrails/perimeter.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
organization = "o-a1b2c3d4e5"

[kinds]
"guardrails/*.json" = "rcp"

[[scps]]
file = "guardrails/perimeter.json"
target = "r-ab12"
```

```json good name=guardrails/perimeter.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```toml good name=iamlint.toml
organization = "o-a1b2c3d4e5"

[kinds]
"guardrails/*.json" = "rcp"

[[rcps]]
file = "guardrails/perimeter.json"
target = "r-ab12"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Remove, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    kinds=("identity", "boundary", "session", "scp", "rcp"),
    aws_codes=("UNSUPPORTED_PRINCIPAL", "SCP_SYNTAX_ERROR_PRINCIPAL"),
    where="is_unusual",
)
def check(statement: Statement, estate: Estate) -> Iterator[Hit]:
    if statement.principals is None and statement.not_principals is None:
        return
    kind = statement.policy.kind_in_words
    if statement.policy.kind == "rcp":
        if not estate.is_configured_as("scp", statement.policy):
            return
        kind = "a service control policy, as which this is attached"
    for name in ("Principal", "NotPrincipal"):
        key = statement.element(name)
        if key is not None and statement.tells(name):
            yield Hit(
                key,
                f"`{name}` may not stand in {kind}: it applies to whoever it is attached to",
                fix=Remove(key) if statement.policy.kind != "rcp" else None,
            )

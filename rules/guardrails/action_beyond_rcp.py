"""A resource control policy denies actions of a service that such policies do not reach.

AWS refuses the action, since the resources of that service are not under resource control policies.
A service control policy limits who in the organization may use it. The list of services grows. `*`
alone, which AWS's own validation does not take, is told of in the pedantic view.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": [
        "s3:*",
        "ec2:RunInstances"
      ],
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
      "Action": [
        "s3:*"
      ],
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

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("rcp",), aws_codes=("RCP_SYNTAX_ERROR_ACTION",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in statement.actions or ():
        if word.literal == "*" and statement.denies:
            yield Hit(
                word,
                "AWS asks for the services by name: `*` alone may be refused",
                severity="info",
                confidence="likely",
            )
    for action in engine.beyond_rcps(statement):
        yield Hit(
            action,
            f"resource control policies do not reach `{engine.service_of(action)}`",
            confidence="likely",
        )

"""A resource control policy names the actions that it is not about.

`NotAction` is not among the elements of a resource control policy. List the services that it is for
under `Action`.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "NotAction": "s3:GetObject",
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
        "s3:*",
        "sqs:*"
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

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("rcp",), aws_codes=("RCP_SYNTAX_ERROR_NOTACTION",))
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("NotAction")
    if key is not None:
        yield Hit(key, "`NotAction` may not stand in a resource control policy")

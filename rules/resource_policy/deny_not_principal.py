"""A statement denies everyone but some by NotPrincipal.

`NotPrincipal` spares a role only if its account and each of its sessions are listed as well, and
nobody who has a permissions boundary. A condition with `ArnNotEquals` on `aws:PrincipalArn` says
what is meant. Where the account is listed too, this is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {
        "ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("resource", "endpoint"))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotPrincipal")
    if key is None or not statement.denies:
        return
    part = engine.spared_in_part(statement)
    if part is not None:
        yield Hit(
            part,
            f"`{part.value}` is not spared unless its account is as well: "
            "use ArnNotEquals on aws:PrincipalArn",
            also=[(key, "all others are denied")],
            confidence="likely",
        )
    else:
        yield Hit(
            key,
            "NotPrincipal spares fewer than it names: use ArnNotEquals on aws:PrincipalArn",
            severity="info",
        )

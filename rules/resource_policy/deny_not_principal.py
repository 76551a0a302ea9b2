"""A statement denies everyone but some by NotPrincipal.

`NotPrincipal` spares a role only if its account and each of its sessions are listed as well, and
nobody who has a permissions boundary. A condition with `ArnNotEquals` on `aws:PrincipalArn` says
what is meant.

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

from iamlint import Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("resource", "endpoint"))
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("NotPrincipal")
    if key is not None and statement.denies:
        yield Hit(
            key, "NotPrincipal spares fewer than it names: use ArnNotEquals on aws:PrincipalArn"
        )

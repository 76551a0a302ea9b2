"""A statement allows everyone but some.

Allow with `NotPrincipal` lets in everybody who is not named, also those without an AWS account.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
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
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "endpoint"),
    aws_codes=("ALLOW_WITH_NOT_PRINCIPAL",),
)
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("NotPrincipal")
    if key is not None and statement.allows:
        yield Hit(key, "Allow with NotPrincipal lets in everyone who is not named")

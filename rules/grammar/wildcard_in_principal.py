"""A principal is a pattern.

`*` alone means everybody. Inside an ARN, an account number or the name of a service a wildcard is
refused, or stands for itself and names nobody. To admit many callers, compare `aws:PrincipalArn` or
`aws:PrincipalOrgID` in a condition.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/worker-*"}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNSUPPORTED_WILDCARD_IN_PRINCIPAL",),
    where="is_unusual",
)
def check(statement: Statement) -> Iterator[Hit]:
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        if principal.type not in ("AWS", "Service", "Federated", "CanonicalUser"):
            continue
        written = "".join(p for p in principal.value.text.pieces if isinstance(p, str))
        if "*" not in written and "?" not in written:
            continue
        if written == "*" and principal.type == "AWS":
            continue
        yield Hit(principal, f"a wildcard in the principal `{principal.value}` matches nobody")

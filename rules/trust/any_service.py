"""Every AWS service is meant by a star.

A service principal is named in full. `{"Service": "*"}` is refused by most services and matches no
service where it is kept; if it did, any service could be made to act for anybody.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust", "resource"),
    aws_codes=("UNSUPPORTED_WILDCARD_IN_PRINCIPAL",),
    supersedes=("wildcard-in-principal",),
)
def check(statement: Statement) -> Iterator[Hit]:
    for entry in statement.principals or ():
        if entry.type == "Service" and entry.value.literal == "*" and statement.allows:
            yield Hit(entry, "`*` names no service: name the one that is meant")

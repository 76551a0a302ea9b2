"""A principal is named by its unique ID.

IAM puts the ID of a role (`AROA…`) or user (`AIDA…`) in place of its ARN once it is deleted. The
entry then names nobody, also not a new one of the same name.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "AROADBQP57FF2AEXAMPLE"}, "Action": "sts:AssumeRole"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "AIDACKCEVSQ6C2EXAMPLE"}, "Action": "sts:AssumeRole"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("trust", "resource"),
    aws_codes=("INVALID_ROLE_REFERENCE", "INVALID_USER_REFERENCE"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for entry in (*(statement.principals or ()), *(statement.not_principals or ())):
        sort = engine.named_by_id(entry)
        if sort:
            yield Hit(entry, f"`{entry.value}` is the ID of a {sort}, perhaps deleted: use its ARN")

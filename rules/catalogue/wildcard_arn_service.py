"""A wildcard stands for the service in an ARN that is allowed.

`arn:aws:s3*:::acme-reports/*` also matches `s3-object-lambda`, `s3-outposts` and services that AWS will
name so in future. Write the service out.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3*:::acme-reports/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    aws_codes=("WILDCARD_IN_SERVICE_NAME",),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "service with a wildcard"):
        if statement.grants:
            yield Hit(fault.word, f"`{fault.arn.service}` in an ARN stands for several services")

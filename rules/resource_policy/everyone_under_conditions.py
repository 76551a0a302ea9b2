"""A policy names everyone and leaves it to conditions who gets in.

An inventory for audits: the conditions keep strangers out, so that nothing is open, but all hangs on
them. Whoever takes one away, or has it compare something else, opens the resource to the world. Name
the principals where there is a way to.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "*"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-aa111bb222"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("resource", "trust"))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or not statement.conditions:
        return
    everyone = engine.everyone_in(statement)
    if everyone is not None and engine.exposure(statement) is None:
        keys = ", ".join(sorted({f"`{condition.key}`" for condition in statement.conditions}))
        yield Hit(everyone, f"everyone is named: nothing but {keys} keeps strangers out")

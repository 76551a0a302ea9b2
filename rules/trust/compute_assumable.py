"""A role can be had by code that runs on compute.

An inventory: whoever can start code there with this role, or change code that has it, has the
role's permissions.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "lambda.amazonaws.com"},
      "Action": "sts:AssumeRole"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    for entry in engine.services_in(statement):
        taker = engine.taker(entry)
        if taker is not None and taker["compute"]:
            yield Hit(entry, f"code that runs on `{entry.value}` can have this role")

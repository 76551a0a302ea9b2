"""A role trusts a whole account.

`arn:aws:iam::111122223333:root` stands for everybody whom that account's own policies let assume
the role. That can be meant; naming the roles that use it says more.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or any(engine.fixes(one) for one in statement.conditions):
        return
    for entry in statement.principals or ():
        if engine.names_account(entry):
            yield Hit(entry, f"all of account `{engine.account_named(entry)}` is trusted")

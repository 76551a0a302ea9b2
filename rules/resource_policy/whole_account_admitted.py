"""A policy lets in a whole account.

An inventory for audits: the root of an account in a policy stands for everybody whom that account's
own policies let in. Naming the roles that use the resource says more, and a condition on the
organization outlasts the account. In the policy of a key it is how the account keeps its say; there
nothing is told.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/report-*"}}
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("resource",), where="names_callers")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or any(map(engine.speaks_of_keys, statement.actions or ())):
        return
    for condition in statement.conditions:
        test = engine.test_of(condition)
        if test is None or (test.says_who and engine.fixes(condition)):
            return
    own = engine.own_accounts(statement)
    for entry in statement.principals or ():
        if engine.names_account(entry) and engine.account_named(entry) not in own:
            yield Hit(
                entry,
                f"all of account `{engine.account_named(entry)}` is let in, as its own policies allow",
            )

"""A role or resource lets in an account that is not among the trusted ones.

Whoever administers that account decides who uses it. Which accounts are ours or trusted is
said by `trusted-accounts` in the configuration; without it nothing is reported.

```json bad name=trust.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/audit"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}
    }
  ]
}
```

```toml bad name=iamlint.toml
trusted-accounts = ["111122223333"]
```

```json good name=trust.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/audit"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

```toml good name=iamlint.toml
trusted-accounts = ["111122223333"]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust", "resource"))
def check(statement: Statement, estate: Estate, engine: Engine) -> Iterator[Hit]:
    if not estate.trusted_accounts or not statement.allows:
        return
    ours = estate.trusted_accounts | engine.own_accounts(statement)
    for entry in statement.principals or ():
        account = engine.account_named(entry)
        if account and account not in ours:
            yield Hit(entry, f"account `{account}` is not among the trusted ones")

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

A condition that says who of all comes in lets accounts in as well:

```json bad name=topic.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:eu-west-1:111122223333:orders",
      "Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}
    }
  ]
}
```

```toml bad name=iamlint.toml
trusted-accounts = ["111122223333"]
```

Accounts of AWS's own, as which load balancers write their logs, are not meant:

```json good name=topic.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::156460612806:root"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-logs/AWSLogs/111122223333/*"
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


@rule(severity="warning", since="0.1.0", kinds=("trust", "resource", "endpoint"))
def check(statement: Statement, estate: Estate, engine: Engine) -> Iterator[Hit]:
    if not estate.trusted_accounts or not statement.allows:
        return
    ours = estate.trusted_accounts | engine.own_accounts(statement)
    for entry in statement.principals or ():
        account = engine.account_named(entry)
        if account and account not in ours and not engine.is_of_a_service(account):
            yield Hit(entry, f"account `{account}` is not among the trusted ones")
    for value, account in engine.accounts_let_in(statement):
        if account not in ours and not engine.is_of_a_service(account):
            yield Hit(value, f"account `{account}`, let in here, is not among the trusted ones")

"""A role lets another company's account in without an external ID.

A service provider that is given the names of its customers' roles can be made to use the role of
one for another. An external ID that the provider chooses for each customer prevents it. Looked at
are accounts that are not in the configuration's `trusted-accounts`; without that setting nothing
is reported. A condition that asks for MFA, for an organization or for a source is accepted as well.

```json bad name=trust.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

```toml good name=iamlint.toml
trusted-accounts = ["111122223333"]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",), supersedes=("untrusted-account",))
def check(statement: Statement, estate: Estate, engine: Engine) -> Iterator[Hit]:
    if not estate.trusted_accounts or not statement.allows or statement.gaps:
        return
    if any(engine.fixes(condition) for condition in statement.conditions):
        return
    ours = estate.trusted_accounts | engine.own_accounts(statement)
    for entry in statement.principals or ():
        account = engine.account_named(entry)
        if account and account not in ours:
            yield Hit(entry, f"account `{account}` may assume the role without an external ID")

"""A trust policy allows STS actions by a wildcard.

Assuming a role takes one action that depends on the caller, and where needed `sts:TagSession`,
`sts:SetSourceIdentity` or `sts:SetContext`. `sts:*` allows all of these and what STS may yet add:
session tags and source identities that nobody checks.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:*"
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
      "Action": ["sts:AssumeRole", "sts:TagSession"]
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    for action in statement.actions or ():
        if engine.is_everything(action) or engine.whole_service(action):
            yield Hit(action, f"`{action}` allows more than to assume the role")
        elif engine.has_wildcard(action):
            yield Hit(action, f"`{action}` leaves open how the role is assumed", severity="info")

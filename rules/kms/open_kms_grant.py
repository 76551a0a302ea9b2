"""Grants on a key may be made for anybody and anything.

`kms:CreateGrant` hands rights on the key on, past all policies. A condition says that only AWS services
may make use of it (`kms:GrantIsForAWSResource`), which operations it may give, or to whom. On keys that
are named it is shown in the pedantic view.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:CreateGrant", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:CreateGrant",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/grant-authorization.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

LIMITS = ("kms:Grant*", "kms:ViaService", "kms:EncryptionContext*", "kms:CallerAccount")


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity", "resource"),
    supersedes=("sensitive-wildcard", "resource-star"),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    action = engine.reaching(statement, "kms:CreateGrant")
    if action is None or engine.whole_service(action):
        return
    named = statement.policy.kind == "resource" or not engine.unlimited_reach(
        statement, "kms:CreateGrant"
    )
    if not engine.tests_key(statement, LIMITS):
        yield Hit(
            action,
            f"`{action}` may make grants for anybody and anything",
            severity="info" if named else engine.eased(statement),
        )

"""A statement allows the use of a key by the ARN of its alias.

KMS authorises the use of a key on the key's own ARN, also when the caller named an alias. Alias ARNs
match only what is done to aliases. To allow by alias, use `kms:RequestAlias` or
`kms:ResourceAliases` in a condition.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:alias/reports"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", supersedes=("unmatched-action",), where="unmatched_actions")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    aliases = [w for w in statement.resources or () if ":alias/" in str(w)]
    if not aliases:
        return
    for action in engine.unmatched_actions(statement):
        if engine.service_of(action) == "kms" and not engine.needs_star(action):
            yield Hit(
                action,
                f"`{action}` is authorised on the key, never on an alias",
                also=[(alias, "an alias: no key has this ARN") for alias in aliases[:2]],
            )

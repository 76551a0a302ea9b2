"""A statement lets its holder decrypt with every key.

What encryption adds to access control is a second question: may they use the key? A statement with
`kms:Decrypt` on every key answers yes for all that is or will be encrypted. Name the keys, or say
through which service (`kms:ViaService`), or for which encryption context. Every key of one account
or Region is shown in the pedantic view.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}]}
```

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:ReEncrypt*", "Resource": "arn:aws:kms:*:*:key/*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    supersedes=("sensitive-wildcard", "resource-star"),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for name in ("kms:Decrypt", "kms:ReEncryptFrom"):
        found = engine.unlimited_reach(statement, name)
        if found is not None:
            action, resource = found
            yield Hit(
                resource,
                f"`{action}` may decrypt with every key",
                severity="info" if engine.placed(statement, resource) else engine.eased(statement),
                also=[(action, "decrypts"), *engine.easing(statement)],
            )
            return

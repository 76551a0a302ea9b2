"""A policy allows one half of what a use of a key takes.

`kms:ReEncrypt` asks for `kms:ReEncryptFrom` on the old key and `kms:ReEncryptTo` on the new one, and
services that encrypt what is large make a data key instead of encrypting. The other half may stand in
another policy, so this is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:ReEncryptFrom",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
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
      "Action": ["kms:ReEncryptFrom", "kms:ReEncryptTo"],
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="warning", persona="pedantic", since="0.1.0", kinds=("identity", "resource"))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for half in engine.lone_halves(policy):
        yield Hit(
            half.word,
            f"`{half.word}` without `{half.lacks}`: {half.why}",
            details=[("missing", half.lacks)],
        )

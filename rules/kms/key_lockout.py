"""A key policy lets nobody change it.

KMS takes a key policy only if somebody may change it later, unless that check is bypassed; then the
key can neither be administered nor deleted without AWS's support. Allow `kms:PutKeyPolicy` to
administrators, or leave the key to the account's own policies with the statement for its root.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": ["kms:Encrypt", "kms:Decrypt"],
      "Resource": "*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"},
      "Action": ["kms:Create*", "kms:Describe*", "kms:Put*", "kms:ScheduleKeyDeletion"],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": ["kms:Encrypt", "kms:Decrypt"],
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-BypassPolicyLockoutSafetyCheck
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="error", since="0.1.0", kinds=("resource",))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if policy.resource_type != "kms:key" or not engine.locks_out(policy):
        return
    if policy.kind_known or engine.names_principals(policy):
        yield Hit(
            engine.place_of_statements(policy),
            "nobody may change this key policy: allow `kms:PutKeyPolicy`",
            severity="" if policy.kind_known else "warning",
            key="lockout",
        )

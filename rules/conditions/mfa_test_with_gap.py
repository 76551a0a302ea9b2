"""A test of multi-factor authentication does not find out whether it was used.

`aws:MultiFactorAuthPresent` is lacking in requests made with long-term access keys, and there with
`false` in sessions without MFA. `Bool` in a Deny spares the access keys, `Null` takes every session
for an authenticated one. What works: a Deny with `BoolIfExists` and `false`, an Allow with `Bool` and
`true`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ec2:TerminateInstances",
      "Resource": "*",
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ec2:TerminateInstances",
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    },
    {
      "Effect": "Allow",
      "Action": "ec2:StopInstances",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": ["iam:EnableMFADevice", "iam:ListMFADevices"],
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule

# effect, operator with its IfExists, wanted value: what is wrong, and how grave
FAULTS = {
    ("Deny", "Bool", "false"): ("does not deny long-term access keys, which lack the key", ""),
    ("Deny", "Bool", "true"): ("denies those who did use MFA, and nobody else", ""),
    ("Deny", "BoolIfExists", "true"): ("denies all but those who signed in without MFA", ""),
    ("Deny", "Null", "true"): ("denies access keys alone, and no session without MFA", ""),
    ("Allow", "Null", "true"): ("allows long-term access keys alone, which never had MFA", ""),
    ("Allow", "Null", "false"): ("allows every session, with MFA or without", ""),
    ("Allow", "Bool", "false"): ("allows only those who did not use MFA", ""),
    ("Allow", "BoolIfExists", "true"): ("also allows long-term access keys", "info"),
    ("Allow", "BoolIfExists", "false"): ("allows all who did not use MFA", ""),
}


@rule(
    severity="warning",
    since="0.1.0",
    fix="narrows",
    supersedes=("key-absent-for-caller",),
    where="tests_mfa",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or test.key != "aws:multifactorauthpresent" or len(condition.values) != 1:
        return
    effect, value = condition.statement.effect, (condition.values[0].literal or "").lower()
    operator = (test.operator or "Null") + ("IfExists" if test.if_exists else "")
    fault = FAULTS.get((str(effect), operator, value))
    # that the key is there mends what holds without it, not what asks for the wrong answer
    asks_without = condition.statement.allows and value == "false" and operator != "Null"
    if fault is None or (engine.demands_key(condition) and not asks_without):
        return
    if operator == "Null" and condition.statement.allows and value == "false":
        beside = (one for one in condition.statement.conditions if one is not condition)
        for other in beside:
            of_same = engine.test_of(other)
            if of_same is not None and of_same.key == test.key and of_same.operator == "Bool":
                return  # which of the sessions is asked there, and faults of that are told of it
    message, severity = fault
    mended = "BoolIfExists" if condition.statement.denies else "Bool"
    swap = (operator, value) in (("Bool", "false"), ("BoolIfExists", "true"))
    yield Hit(
        condition.operator,
        f"`{condition.operator}` with `{value}` {message}",
        severity=severity,
        also=[(condition.key, "only requests with temporary credentials have this key")],
        fix=RenameKey(condition.operator.node, mended)
        if swap and operator != mended and engine.can_rename(condition, mended)
        else None,
    )

"""A condition asks for the ARN of a role's session, which no request has.

In the requests of a role `aws:PrincipalArn` is the ARN of the role, whatever the session is called. A
value with `assumed-role` never fits: an Allow that wants it allows nothing, and a Deny that spares it
denies everyone, those included who were to change the policy.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/deployer/*"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/deployer"}}
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/deployer"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Replace, rule


@rule(
    severity="warning",
    since="0.1.0",
    fix="repairs",
    supersedes=(
        "impossible-key-value",
        "foreign-principal-test",
        "self-defeating-condition",
        "untrusted-caller",
    ),
    where="may_name_arns",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    never = engine.never_had(condition)
    if test is None or not test.operator or not never:
        return
    alone = len(never) == len(condition.values)
    statement = condition.statement
    fate = "it never fits"
    if alone and test.negated and statement.denies:
        fate = "the statement denies everyone"
    elif alone and not test.negated and not test.if_exists:
        fate = "the statement allows nothing" if statement.allows else "the statement denies nobody"
    for word in never:
        meant = engine.meant_for(word)
        yield Hit(
            word,
            f"`{condition.key}` of a session is the ARN of its role, not `{word}`: {fate}",
            severity="error" if alone and statement.denies == test.negated else "",
            fix=Replace(word, meant, "name the role") if meant else None,
        )

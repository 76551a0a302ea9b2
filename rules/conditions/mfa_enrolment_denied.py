"""A Deny for want of a second factor keeps users from setting up their first one.

Who has no second factor yet can only register one without it. A Deny with `aws:MultiFactorAuthPresent`
and `NotAction` must spare all that takes, `iam:CreateVirtualMFADevice` and `iam:EnableMFADevice`: what
the policy grants of it beside is denied otherwise.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": ["arn:aws:iam::*:mfa/${aws:username}", "arn:aws:iam::*:user/${aws:username}"]
    },
    {
      "Effect": "Deny",
      "NotAction": ["iam:CreateVirtualMFADevice", "iam:GetUser", "sts:GetSessionToken"],
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": ["arn:aws:iam::*:mfa/${aws:username}", "arn:aws:iam::*:user/${aws:username}"]
    },
    {
      "Effect": "Deny",
      "NotAction": ["iam:CreateVirtualMFADevice", "iam:GetUser", "sts:GetSessionToken", "iam:EnableMFADevice"],
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
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
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": ["arn:aws:iam::*:mfa/${aws:username}", "arn:aws:iam::*:user/${aws:username}"]
    },
    {
      "Effect": "Deny",
      "NotAction": ["iam:*MFA*", "iam:GetUser", "sts:GetSessionToken"],
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_mfa-selfmanage.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens", kinds=("identity",), where="tests_mfa")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    lost = engine.denied_enrolment(statement) if statement.denies else []
    if lost and condition is statement.conditions[0]:
        yield Hit(
            statement.element("NotAction") or statement,
            f"nobody can set up a first factor: {engine.listed(lost)} is denied without one",
            confidence="likely",
            fix=AddItem(statement, "NotAction", tuple(lost)),
        )

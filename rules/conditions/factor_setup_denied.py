"""Users without a second factor are denied all but a few actions, among which are not those that set
one up.

A policy that lets users set up their own factor, and denies everything to those without, must spare
what the setting up takes: `iam:CreateVirtualMFADevice` and `iam:EnableMFADevice`. Else nobody who
begins without a factor ever gets one.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": ["arn:aws:iam::*:mfa/*", "arn:aws:iam::*:user/${aws:username}"]
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
      "Resource": ["arn:aws:iam::*:mfa/*", "arn:aws:iam::*:user/${aws:username}"]
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

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": "*"
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

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
      "Resource": ["arn:aws:iam::*:mfa/*", "arn:aws:iam::*:user/${aws:username}"]
    },
    {
      "Effect": "Deny",
      "NotAction": ["iam:*MFADevice*", "iam:GetUser", "sts:GetSessionToken"],
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
    {"Effect": "Allow", "Action": "iam:EnableMFADevice", "Resource": "arn:aws:iam::111122223333:user/staff/*"},
    {
      "Effect": "Deny",
      "NotAction": ["iam:GetUser", "sts:GetSessionToken"],
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Estate, Hit, Policy, rule


@rule(severity="warning", since="0.1.0", fix="widens", kinds=("identity",), where="spares_actions")
def check(policy: Policy, estate: Estate) -> Iterator[Hit]:
    for shut in estate.without_factor(policy):
        actions = " and ".join(f"`{action}`" for action in shut.actions)
        yield Hit(
            shut.deny.element("NotAction") or shut.deny,
            f"who has no second factor is denied {actions}, which set one up",
            also=[
                (shut.condition, "who has none is denied"),
                *((word, "users are to set up their own") for word in shut.granted[:1]),
            ],
            confidence="likely",
            fix=AddItem(shut.deny, "NotAction", shut.actions, f"spare {', '.join(shut.actions)}"),
            key=" ".join(shut.actions),
        )

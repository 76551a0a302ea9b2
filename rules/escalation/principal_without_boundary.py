"""Roles or users may be created without a permissions boundary.

Whoever may create a role and give it a policy can give it more than they have. A condition on
`iam:PermissionsBoundary` makes the boundary a must, so that what is created stays within it. An
inventory for audits: not every house delegates so.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:CreateRole", "Resource": "arn:aws:iam::111122223333:role/teams/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:CreateRole",
      "Resource": "arn:aws:iam::111122223333:role/teams/*",
      "Condition": {"ArnEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/Teams"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

CREATING = ("iam:CreateRole", "iam:CreateUser", "iam:PutRolePolicy", "iam:AttachRolePolicy")


@rule(
    severity="info", persona="auditor", since="0.1.0", kinds=("identity",), where="sensitive_words"
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    if engine.tests_key(statement, ("iam:PermissionsBoundary",)):
        return
    for name in CREATING:
        action = engine.reaching(statement, name)
        if action is not None:
            yield Hit(action, f"`{action}` does not demand a permissions boundary")
            return

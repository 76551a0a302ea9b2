"""A user is in no group.

Rights that come from groups are easier to look over than those of each user by itself, and a user in
none may be one that nobody needs any more. An inventory for audits; groups that other files put the
user in are not seen.

```yaml bad
Resources:
  Operator:
    Type: AWS::IAM::User
```

```yaml good
Resources:
  Operator:
    Type: AWS::IAM::User
    Properties:
      Groups: [!Ref Operators]
  Operators:
    Type: AWS::IAM::Group
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for user in estate.unjoined("user"):
        yield Hit(user, f"{user.address} is in no group", confidence="likely")

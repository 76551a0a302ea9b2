"""A group has no users.

What it may do serves nobody, until somebody is put into it who was perhaps not meant to have it. An
inventory for audits; users that other files put into the group are not seen.

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Group
```

```yaml good
Resources:
  Operators:
    Type: AWS::IAM::Group
  Members:
    Type: AWS::IAM::UserToGroupAddition
    Properties:
      GroupName: !Ref Operators
      Users: [jane]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for group in estate.unjoined("group"):
        yield Hit(group, f"{group.address} has no users", confidence="likely")

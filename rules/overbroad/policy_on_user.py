"""A policy is attached to a user.

An inventory for audits: what a user has by itself is seen only by who looks at that user. Give it to
a group and put the user into the group, or to a role that the user assumes.

```yaml bad persona=auditor
Resources:
  Reader:
    Type: AWS::IAM::User
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::acme-reports/*"}
      Users: [!Ref Reader]
      #       ^
```

```yaml bad persona=auditor
Resources:
  Reader:
    Type: AWS::IAM::User
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
        # ^
```

```yaml good
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
  Reader:
    Type: AWS::IAM::User
    Properties:
      Groups: [!Ref Readers]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for one in estate.on_users():
        what = "an inline policy" if one.inline else "a policy"
        yield Hit(one.place, f"{one.user} has {what} by itself, not through a group or a role")

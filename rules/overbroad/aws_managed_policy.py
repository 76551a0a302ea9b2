"""A policy of AWS's own is attached, or looked up to be.

AWS writes its managed policies for many, so most name no resource, and AWS changes them. A policy of
one's own says what is meant. An inventory for audits: policies that AWS made for the role of one
service are meant to be used, and it is a good start for the rest.

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
        # ^
```

```yaml good
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::111122223333:policy/read-reports
```

```hcl bad
data "aws_iam_policy" "administrators" {
  name = "AdministratorAccess"
  #      ^^^^^^^^^^^^^^^^^^^^^
}
```

```hcl good
data "aws_iam_policy" "readers" {
  name = "read-reports"
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-use-aws-defined-policies
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for one in estate.fastened():
        if one.by_aws:
            does = "is AWS's own" if one.kinds else "is looked up, which is AWS's own"
            yield Hit(one.place, f"`{one.by_aws}` {does}: AWS says what it allows")

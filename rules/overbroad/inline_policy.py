"""A policy is written into a user, group or role.

An inline policy has no versions to go back to, no ARN to find it by, and is written again for each
identity that needs the same. A managed policy has all that. An inventory for audits: that a policy
belongs to one role alone can also be what is wanted.

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: send-jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Operators:
    Type: AWS::IAM::Group
  SendJobs:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Groups: [!Ref Operators]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for one in estate.fastened():
        if one.is_inline:
            yield Hit(one.place, f"{one.holder} holds it for a {one.kinds[0]} alone")

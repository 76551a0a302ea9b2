"""A policy is attached to a user.

Rights that hang on single users are easily forgotten when people change their work. AWS advises to
give them to a role that people assume, or at least to a group. An inventory for audits.

```yaml bad
Resources:
  Ann:
    Type: AWS::IAM::User
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess
        # ^
```

```yaml bad
Resources:
  Ann:
    Type: AWS::IAM::User
  SendJobs:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: send-jobs
      Users: [!Ref Ann]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Ann:
    Type: AWS::IAM::User
    Properties:
      Groups: [!Ref Operators]
  Operators:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for one in estate.fastened():
        if "user" in one.kinds:
            yield Hit(one.at_user, f"{one.holder} attaches it to a user")

"""A role or a group has an inline policy.

An inventory for audits: an inline policy belongs to one role or group. It cannot be used elsewhere, has
no versions to go back to and counts toward a quota of its own. AWS recommends managed policies, but
for what must not be given to anybody else. Those of users are told by `policy-on-user`.

```yaml bad persona=auditor
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: Send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs"}
```

```yaml good
Resources:
  Send:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [!Ref Send]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for policy, holder in estate.inline_policies():
        yield Hit(
            policy, f"this policy is inline in {holder}: nobody else can have it", key="inline"
        )

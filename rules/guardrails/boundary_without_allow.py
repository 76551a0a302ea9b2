"""A permissions boundary allows nothing, so whoever bears it may do nothing.

A boundary is not a list of what is forbidden: what it does not allow is denied. One that holds only
`Deny` statements takes every permission away.

```yaml bad
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Action: cloudtrail:StopLogging
            Resource: "*"
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "sqs:*", Resource: "*"}
          - Effect: Deny
            Action: cloudtrail:StopLogging
            Resource: "*"
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Identity, rule


@rule(severity="error", since="0.1.0")
def check(identity: Identity, estate: Estate) -> Iterator[Hit]:
    boundary = estate.boundary_of(identity)
    if boundary is not None and boundary.attached is not None and boundary.allows_nothing:
        yield Hit(
            boundary.place,
            f"{identity.address} may do nothing: its permissions boundary has no Allow",
            also=[(boundary.attached.policy, "the boundary")],
            key=identity.address,
        )

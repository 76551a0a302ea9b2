"""A cap leaves a part of what a policy grants.

That is what boundaries and service control policies are for, so that only an auditor sees it: which actions
are taken, which in part, what is left, and a request that shows it.

```yaml bad
Resources:
  Cap:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "sqs:Get*", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Cap
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
                Action: "sqs:*"
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Cap:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "sqs:*", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Cap
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
                Action: "sqs:*"
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for part in estate.partly_capped():
        details = [("taken", part.lost), ("taken in part", part.cut), ("left", part.left)]
        yield Hit(
            part.statements[0],
            f"only a part of this reaches {part.who}: {part.cap} stops {part.lost or part.cut}",
            also=[
                *((one, "of this too") for one in part.statements[1:3]),
                (part.place, part.cap),
                *(() if part.bundled else [(part.policy, "limits it")]),
            ],
            details=[*(row for row in details if row[1]), ("for example", part.example)],
            confidence=part.confidence,
            key=f"{part.who} {part.cap}",
        )

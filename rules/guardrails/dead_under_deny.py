"""A policy grants what another policy of the same identity denies.

A Deny wins over every Allow, in whichever of an identity's policies it stands, or of those of a user's
groups. What is denied for everyone in view who has the grant was never granted, and looks as if it was.

```yaml bad
Resources:
  Keep:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Action: "s3:Delete*", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Ref Keep]
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
                Action:
                  - s3:GetObject
                  - s3:DeleteObject
                Resource: arn:aws:s3:::acme-data/*
```

```yaml fixed
Resources:
  Keep:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Action: "s3:Delete*", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Ref Keep]
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
                Action:
                  - s3:GetObject
                Resource: arn:aws:s3:::acme-data/*
```

```yaml good
Resources:
  Keep:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Action: "s3:Delete*", Resource: "arn:aws:s3:::acme-data/keep/*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Ref Keep]
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
                Action:
                  - s3:GetObject
                  - s3:DeleteObject
                Resource: arn:aws:s3:::acme-data/*
```

```yaml bad
Resources:
  Developers:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "arn:aws:s3:::acme-dev/*"}
  Guarded:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: guard
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::acme-*/*"}
  Ann:
    Type: AWS::IAM::User
    Properties: {Groups: [!Ref Developers, !Ref Guarded]}
```

```yaml good
Resources:
  Developers:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "arn:aws:s3:::acme-dev/*"}
  Guarded:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: guard
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::acme-prod/*"}
  Ann:
    Type: AWS::IAM::User
    Properties: {Groups: [!Ref Developers, !Ref Guarded]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="narrows")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_deny():
        yield Hit(
            dead.where,
            f"{dead.who} never gets {dead.what}: another policy of the same identity denies it",
            also=[(dead.place, "attached here"), *dead.reasons],
            confidence=dead.confidence,
            fix=dead.dropped,
            key=dead.key,
        )

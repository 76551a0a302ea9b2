"""All policies of a role deny, so that it may do nothing.

What no policy allows is denied already. A role whose only policy has no `Allow`, and a `Deny` without
conditions about things that it names, was most likely meant to be allowed them.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Deny, Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/claims"}
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/claims"}
  Revoked:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: nothing
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Deny, Action: "*", Resource: "*"}
  ByBucket:
    Type: AWS::IAM::Role
    Properties:
      RoleName: by-bucket
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: guard
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Deny, Action: s3:DeleteObject, Resource: "arn:aws:s3:::acme-files/*"}
  FilesPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: acme-files
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: !GetAtt ByBucket.Arn}, Action: s3:GetObject, Resource: "arn:aws:s3:::acme-files/*"}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for identity, statement in estate.denied_alone():
        yield Hit(
            statement,
            f"{identity.address} may do nothing: its policies deny this and allow nothing",
            also=[(identity, "the role")],
            confidence="likely",
            key=identity.address,
        )

"""Whoever bears a permissions boundary may take it off, or put another in its place.

A boundary only bounds as long as its bearer cannot change it. Here what the identity is granted, and
the boundary itself, let it call the action on itself. The boundary should deny it, or allow it only
with the condition that the boundary stays the same.

```yaml bad
Resources:
  Cap:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: cap
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["iam:*", "s3:*"], Resource: "*"}
  Admin:
    Type: AWS::IAM::Role
    Properties:
      RoleName: admin
      PermissionsBoundary: !Ref Cap
      #                    ^
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: boundaries
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:PutRolePermissionsBoundary
                Resource: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin"
```

```yaml good
Resources:
  Cap:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: cap
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["iam:*", "s3:*"], Resource: "*"}
  Admin:
    Type: AWS::IAM::Role
    Properties:
      RoleName: admin
      PermissionsBoundary: !Ref Cap
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: boundaries
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:PutRolePermissionsBoundary
                Resource: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin"
                Condition:
                  ArnEquals: {iam:PermissionsBoundary: !Ref Cap}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.boundaries.unbinding():
        yield Hit(
            found.boundary.place,
            f"{found.identity.address} may take off its own permissions boundary: "
            f"`{found.action}` is allowed",
            also=[(statement, "allows it") for statement in found.answer.statements[:2]],
            key=found.identity.address,
        )

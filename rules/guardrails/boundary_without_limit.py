"""A permissions boundary allows everything, so it limits nothing.

A boundary is the most that its bearer may do. One that allows every action on every resource and denies nothing is there in
name alone: whoever bears it may do all that its policies say, and take the boundary off.

```yaml bad
Resources:
  Limit:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "*", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Limit
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
```

```yaml good
Resources:
  Limit:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "*", Resource: "*"}
          - {Effect: Deny, Action: ["iam:*", "organizations:*"], Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Limit
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Identity, rule


@rule(severity="warning", persona="pedantic", since="0.1.0")
def check(identity: Identity, estate: Estate, engine: Engine) -> Iterator[Hit]:
    boundary = estate.boundary_of(identity)
    policy = boundary.attached.policy if boundary is not None and boundary.attached else None
    if boundary is None or policy is None or not policy.whole:
        return
    if any(statement.denies for statement in policy.statements):
        return
    for statement in policy.statements:
        if engine.is_without_limit(statement):
            yield Hit(
                boundary.place,
                f"the permissions boundary of {identity.address} allows everything",
                also=[(statement, "this allows everything")],
                key=identity.address,
            )
            return

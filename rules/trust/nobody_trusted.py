"""A trust policy has no Allow, so that nobody can assume the role.

What a trust policy does not allow is denied. One that holds only `Deny` statements lets nobody in, also
those that it does not name: the role can be created, and is of no use. A Deny of everybody and
everything is how a role is switched off, and no finding, as little as one of all whom Cognito or
another provider for everybody vouches for: so Amplify declares roles to which it gives trust later.

```yaml bad
Resources:
  Release:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: {AWS: "arn:aws:iam::444455556666:role/release"}
            Action: sts:AssumeRole
            Condition: {StringNotEquals: {sts:ExternalId: a1b2c3d4}}
```

```yaml good
Resources:
  Release:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/release"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: a1b2c3d4}}
```

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```yaml good
Resources:
  Left:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: "*", Action: "sts:*"}
```

```yaml good
Resources:
  AuthRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for policy in estate.uninviting_trusts():
        yield Hit(
            policy,
            "nobody can assume this role: its trust policy has no Allow",
            also=[(policy.statements[0], "only what is denied is said")],
        )

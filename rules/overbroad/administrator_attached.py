"""A policy of AWS's own that allows everything on everything, or nearly, is attached.

Whoever has the role, or is in the group, is an administrator of the account. `IAMFullAccess` lets its
holder become one, and `PowerUserAccess` allows all but a few services. A statement of that kind
in a policy of one's own is reported by `full-admin`, permission sets by `permission-set-admin`. A
permissions boundary that does not allow everything keeps it in bounds.

```yaml bad
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AdministratorAccess
        # ^
```

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/IAMFullAccess
        # ^
```

```yaml good
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Identity, rule


@rule(severity="warning", since="0.1.0")
def check(identity: Identity, estate: Estate, engine: Engine) -> Iterator[Hit]:
    if identity.kind == "permission-set" or estate.boundary_of(identity) is not None:
        return
    for attached in estate.policies_of(identity).attached:
        if not attached.bundled:
            continue
        name, nearly = attached.policy.address, engine.nearly_administers(attached.policy)
        if engine.administers(attached.policy):
            yield Hit(attached.place, f"`{name}` makes {identity.address} an administrator")
        elif nearly:
            yield Hit(attached.place, f"by `{name}` {identity.address} {nearly}")

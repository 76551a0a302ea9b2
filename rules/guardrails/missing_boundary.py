"""A role or user is created without the permissions boundary that it must bear.

The boundary is demanded by `required-boundary` in the configuration (an ARN, in which `*` may stand for
the account), or by a Deny on creating roles and users that excepts those with a boundary: then creating
it fails. A Deny in a service control policy over the account holds for whoever deploys; one in an
identity policy for those who have it, so that the finding is unverified unless names tell who deploys:
they may make what is called so, and nobody else in view may. A grant demands it too, where all that
let somebody in view make what is called so allow it with one boundary alone.

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml bad name=iamlint.toml
required-boundary = "arn:aws:iam::*:policy/developers"
```

```yaml fixed name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      PermissionsBoundary: !Sub "arn:aws:iam::${AWS::AccountId}:policy/developers"
```

```yaml good name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: arn:aws:iam::111122223333:policy/developers
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml good name=iamlint.toml
required-boundary = "arn:aws:iam::*:policy/developers"
```

```yaml bad name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deployer
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: roles
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:CreateRole
                Resource: arn:aws:iam::111122223333:role/svc-*
                Condition: {ArnEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223333:policy/services"}}
              - Effect: Deny
                Action: iam:CreateRole
                Resource: "*"
                Condition: {ArnNotEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223333:policy/services"}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: svc-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deployer
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: roles
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:CreateRole
                Resource: arn:aws:iam::111122223333:role/team-*
                Condition: {ArnEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223333:policy/services"}}
              - Effect: Deny
                Action: iam:CreateRole
                Resource: "*"
                Condition: {ArnNotEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223333:policy/services"}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: svc-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml good name=iamlint.toml
account = "111122223333"
```

Whoever deploys may make roles of that name with one boundary, and the role has another:

```yaml bad name=deploy.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:CreateRole
                Resource: arn:aws:iam::111122223333:role/svc-*
                Condition: {StringEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223333:policy/services"}}
```

```yaml bad name=worker.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: svc-worker
      PermissionsBoundary: arn:aws:iam::111122223333:policy/batch
      #                    ^
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=deploy.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:CreateRole
                Resource: arn:aws:iam::111122223333:role/svc-*
                Condition:
                  StringEquals:
                    iam:PermissionsBoundary:
                      - arn:aws:iam::111122223333:policy/services
                      - arn:aws:iam::111122223333:policy/batch
```

```yaml good name=worker.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: svc-worker
      PermissionsBoundary: arn:aws:iam::111122223333:policy/batch
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml good name=iamlint.toml
account = "111122223333"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="narrows")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.boundaries.missing():
        demand, identity = found.demand, found.identity
        wanted = " or ".join(f"`{arn}`" for arn in demand.arns)
        other = "bears another permissions boundary than"
        said = other if found.borne else "lacks the permissions boundary"
        yield Hit(
            found.borne.place if found.borne else identity,
            f"{identity.address} {said} {wanted}",
            also=[(demand.place, demand.effect)] if demand.place else (),
            details=[("demanded by", demand.by), *([("unless", demand.why)] if demand.why else [])],
            confidence=demand.confidence,
            fix=found.mended,
            key=identity.address,
        )

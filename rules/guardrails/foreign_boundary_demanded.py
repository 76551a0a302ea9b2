"""A policy demands a permissions boundary of another account.

A boundary is a policy of the account of the user or role that bears it, or one of AWS's own. One of
another account is never borne: an Allow that asks for it allows nothing, and a Deny that spares it spares
nobody.

```yaml bad name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
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
                Condition: {ArnEquals: {iam:PermissionsBoundary: "arn:aws:iam::111122223334:policy/services"}}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
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
                Condition:
                  ArnLike:
                    iam:PermissionsBoundary:
                      - arn:aws:iam::111122223333:policy/services
                      - arn:aws:iam::aws:policy/ReadOnlyAccess
```

```toml good name=iamlint.toml
account = "111122223333"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Condition, Estate, Hit, rule


@rule(
    severity="error", since="0.1.0", kinds=("identity", "boundary"), supersedes=("shadowed-allow",)
)
def check(condition: Condition, estate: Estate) -> Iterator[Hit]:
    found = estate.boundaries.demanded_elsewhere(condition)
    if found is None:
        return
    fate = "never allowed" if condition.statement.allows else "always denied"
    yield Hit(
        condition.values[0],
        f"no user or role of account {found} bears a boundary of another account: {fate}",
        confidence="likely",
    )

"""A trust policy wants an audience that the provider does not take.

A provider lists the audiences, or client IDs, of the tokens that it takes, and STS refuses others before
it looks at the role. The provider is in view, and lists none of those that the condition wants: nobody can
assume the role.

```yaml bad
Resources:
  Cluster:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
      ClientIdList: [https://kubernetes.example.com]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Ref Cluster
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml good
Resources:
  Cluster:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
      ClientIdList: [sts.amazonaws.com]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Ref Cluster
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.unregistered_audiences():
        wanted = estate.engine.listed(map(str, found.condition.values))
        yield Hit(
            found.condition.key,
            f"{found.provider.address} takes no token for {wanted}",
            also=[(found.place, "it lists its audiences here")],
            details=[("missing", f"{wanted} among the audiences of {found.provider.address}")],
            key=found.provider.address,
        )

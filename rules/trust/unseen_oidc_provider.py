"""A role trusts a provider that is nearly the one in view.

The provider of a cluster is in view, and a role trusts one of the same number in another region, or of the
same name but for the case of letters, or of one that differs in a character or two in the same account, or of another host of the same software, which nobody
else trusts. Or a SAML provider of the account is called so but for one letter.
There is no such provider, so that nobody can assume the role. Nor can anybody where the provider is one of
another account: STS takes tokens by a provider of the role's own account alone.

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::444455556666:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml bad
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
              Federated: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
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
              Federated: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml bad
Resources:
  Cluster:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://oidc.eks.eu-west-1.amazonaws.com/id/5D1C2B7F90A64E83B1F4C6D7E8A9B0C1
      ClientIdList: [sts.amazonaws.com]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/5D1C2B7F90A64E83B1F4C6D7E8A9B0C7
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/5D1C2B7F90A64E83B1F4C6D7E8A9B0C7:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/5D1C2B7F90A64E83B1F4C6D7E8A9B0C7:sub: system:serviceaccount:jobs:worker
```

```yaml good
Resources:
  Cluster:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://oidc.eks.eu-west-1.amazonaws.com/id/5D1C2B7F90A64E83B1F4C6D7E8A9B0C1
      ClientIdList: [sts.amazonaws.com]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0B52C9D8E7F64A11A3C2D4E5F6A7B8C9
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/0B52C9D8E7F64A11A3C2D4E5F6A7B8C9:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/0B52C9D8E7F64A11A3C2D4E5F6A7B8C9:sub: system:serviceaccount:jobs:worker
```

```yaml bad
Resources:
  Okta:
    Type: AWS::IAM::SAMLProvider
    Properties: {Name: okta, SamlMetadataDocument: "<EntityDescriptor/>"}
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/Okta"}
            Action: sts:AssumeRoleWithSAML
            Condition: {StringEquals: {SAML:aud: "https://signin.aws.amazon.com/saml"}}
```

```yaml good
Resources:
  Okta:
    Type: AWS::IAM::SAMLProvider
    Properties: {Name: okta, SamlMetadataDocument: "<EntityDescriptor/>"}
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/okta"}
            Action: sts:AssumeRoleWithSAML
            Condition: {StringEquals: {SAML:aud: "https://signin.aws.amazon.com/saml"}}
```

```yaml good
Resources:
  Okta:
    Type: AWS::IAM::SAMLProvider
    Properties: {Name: okta, SamlMetadataDocument: "<EntityDescriptor/>"}
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/azure"}
            Action: sts:AssumeRoleWithSAML
            Condition: {StringEquals: {SAML:aud: "https://signin.aws.amazon.com/saml"}}
```

```yaml bad name=stack.yaml
Resources:
  GitLab:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://gitlab.acme.example
      ClientIdList: [https://gitlab.acme.example]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.com:aud: https://gitlab.com
                gitlab.com:sub: project_path:acme/site:ref_type:branch:ref:main
```

```yaml good name=stack.yaml
Resources:
  GitLab:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://gitlab.acme.example
      ClientIdList: [https://gitlab.acme.example]
  Own:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Ref GitLab}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.acme.example:aud: https://gitlab.acme.example
                gitlab.acme.example:sub: project_path:acme/site:ref_type:branch:ref:main
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.com:aud: https://gitlab.com
                gitlab.com:sub: project_path:acme/site:ref_type:branch:ref:main
```

https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("unpinned-oidc-subject", "open-oidc-trust"))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.stray_providers():
        yield Hit(
            found.entry,
            f"no provider in view is called `{found.named}`",
            also=[(found.provider, f"this one is `{found.meant}`")],
            details=[("did you mean", f"`{found.meant}`")],
            confidence="likely",
        )
    for entry, role in estate.providers_elsewhere():
        account = estate.account_of(role)
        yield Hit(
            entry,
            f"the provider is of another account than {role.address}, which takes tokens by those "
            f"of {account} alone",
            also=[(role, f"belongs to account {account}")],
            confidence="likely",
        )

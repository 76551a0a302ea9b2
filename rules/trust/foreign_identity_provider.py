"""A role trusts an identity provider of another account.

Whoever brings a token of OpenID Connect or an assertion of SAML is let in by a provider of the very
account that the role is in: there STS looks it up. The ARN of a provider elsewhere, also one of the same
name, lets nobody in; each account needs a provider of its own.

```yaml bad name=roles.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com
              #          ^
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:ref:refs/heads/main
```

```toml bad name=iamlint.toml
account = "444455556666"
```

```yaml good name=roles.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:ref:refs/heads/main
```

```toml good name=iamlint.toml
account = "444455556666"
```

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "support" {
  name = "support"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/staff" }
      Action    = "sts:AssumeRoleWithSAML"
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_role" "support" {
  name = "support"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::444455556666:saml-provider/staff" }
      Action    = "sts:AssumeRoleWithSAML"
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("unseen-oidc-provider", "misspelt-account"))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.providers_elsewhere():
        yield Hit(
            found.entry,
            f"{found.role.address} is in account {found.own}, and this provider in {found.account}: "
            "it lets nobody in",
            details=[("did you mean", f"the provider of account {found.own}")],
            confidence="likely",
            key=found.role.address,
        )

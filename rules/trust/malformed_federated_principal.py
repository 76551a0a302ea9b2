"""A federated principal is neither a provider's ARN nor a domain.

`Federated` takes the ARN of a SAML or OpenID Connect provider of the account, or one of the few
domains that AWS knows without one (`accounts.google.com`, `cognito-identity.amazonaws.com` …).

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main"
        }
      }
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main"
        }
      }
    }
  ]
}
```

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-providers/acme"}
            Action: sts:AssumeRoleWithSAML
            Condition: {StringEquals: {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
```

```yaml good
Resources:
  Operators:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/acme"}
            Action: sts:AssumeRoleWithSAML
            Condition: {StringEquals: {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",),
    supersedes=("misnamed-oidc-provider", "unassumable-role"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for entry in statement.principals or ():
        if (
            entry.type == "Federated"
            and not engine.is_provider(entry)
            and not engine.left_open(entry.value)
        ):
            yield Hit(
                entry,
                f"`{entry.value}` is neither a provider's ARN nor a provider's domain",
                severity="info" if engine.is_unfilled(entry.value.literal or "") else "",
            )

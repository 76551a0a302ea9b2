"""A trust policy wants a value that nobody it trusts ever sends.

What a token, an assertion or a service brings has a form of its own: GitHub's job asks for a token
for `sts.amazonaws.com`, a sign-in by SAML goes to `https://signin.aws.amazon.com/saml`, a token of
an identity pool is `authenticated` or `unauthenticated`. A condition that wants something else is
never met by it. A provider may be told to issue tokens otherwise, so that the finding is likely;
and where a provider in view takes tokens for an audience, or a job in view asks for one, it is meant.

```json bad
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
          "token.actions.githubusercontent.com:aud": "https://github.com/octo-org",
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

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws-us-gov:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
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
      "Principal": {"Federated": "arn:aws-us-gov:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.amazonaws-us-gov.com/saml"}}
    }
  ]
}
```

```yaml good
Resources:
  GitHub:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://token.actions.githubusercontent.com
      ClientIdList: [https://github.com/octo-org]
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Ref GitHub}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: https://github.com/octo-org
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:ref:refs/heads/main
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/app.terraform.io"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "app.terraform.io:aud": "aws.workload.identty",
          "app.terraform.io:sub": "organization:acme:project:net:workspace:core:run_phase:apply"
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/app.terraform.io"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "app.terraform.io:aud": "aws.workload.identity.prod",
          "app.terraform.io:sub": "organization:acme:project:net:workspace:core:run_phase:apply"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Estate, Hit, Replace, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    fix="repairs",
    supersedes=("unmet-trust-condition",),
)
def check(condition: Condition, estate: Estate) -> Iterator[Hit]:
    if not condition.statement.allows:
        return
    found = list(estate.unsent_values(condition))
    for one in found:
        yield Hit(
            one.word,
            f"`{condition.key}` is never `{one.word}`: it is {one.meant}",
            severity="" if len(found) == len(condition.values) else "warning",
            confidence="likely",
            fix=Replace(one.word, one.mended) if one.mended else None,
        )

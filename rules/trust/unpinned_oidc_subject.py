"""A condition on an OpenID Connect provider does not say whose tokens are meant.

A provider that serves everybody says in a claim whose workload a token is for: GitHub in `sub`,
Cognito in `aud`. The audience alone is chosen by the one who asks for the token. Unless such a
claim is compared with something fixed, every customer of the provider may assume the role; of a
cluster of one's own (EKS), every pod. For issuers that are an organization's own it is shown in the
pedantic view.

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
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
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
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:production"
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
      "Principal": {"Federated": "cognito-identity.amazonaws.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
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
      "Principal": {"Federated": "cognito-identity.amazonaws.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-abcd-abcd-abcd-123456790ab"
        },
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("MISSING_GITHUB_REPO_CONDITION_KEY",),
    supersedes=("near-wildcard-value", "presence-by-wildcard"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in engine.oidc_in(statement):
        provider = engine.provider(entry)
        issuer = engine.issuer(provider)
        tested = engine.tested(statement, provider) if issuer else None
        if issuer is None or not tested or engine.tells_whose(statement, provider, issuer):
            continue
        claim = "sub" if "sub" in issuer.claims else min(issuer.claims | issuer.other_keys)
        whose = "everybody" if issuer.shared else "anything in it"
        loose = engine.loose_claim(tested, issuer)
        yield Hit(
            loose or entry,
            f"nothing fixes `{claim}`: {issuer.name} issues such tokens to {whose}",
            also=[
                (entry, "whose tokens may be used")
                if loose
                else (tested[0], "this does not say whose token it is")
            ],
            severity="" if issuer.shared else "warning" if issuer.least else "info",
        )

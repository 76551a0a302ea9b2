"""A role trusts every token of an OpenID Connect provider.

Without a condition on the provider's claims anybody who can get a token from it may assume the
role. Providers such as GitHub, GitLab or HCP Terraform issue tokens to everybody.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity"
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in engine.oidc_in(statement):
        provider = engine.provider(entry)
        if not provider:
            if not statement.conditions:
                yield Hit(entry, "any token of the provider is enough", severity="warning")
            continue
        if engine.tested(statement, provider) == []:
            known = engine.issuer(provider)
            if known is not None and known.shared:
                yield Hit(entry, f"any token is enough, and {known.name} issues them to everybody")
            else:
                severity = "info" if engine.is_unfilled(provider) else "warning"
                yield Hit(entry, f"any token of `{provider}` is enough", severity=severity)

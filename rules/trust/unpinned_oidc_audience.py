"""A role takes tokens of a provider whatever their audience.

IAM itself only takes audiences that are registered with the provider. Where that are several, a
token that was made for something else is taken too.

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

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in engine.oidc_in(statement):
        provider = engine.provider(entry)
        issuer = engine.issuer(provider)
        if issuer is not None and "sub" not in issuer.claims:
            continue  # its audience is what says whose token it is
        tested = engine.tested(statement, provider) if provider else None
        if tested and not any(engine.claim_of(one) == "aud" for one in tested):
            yield Hit(entry, "no condition on `aud`: every registered audience will do")

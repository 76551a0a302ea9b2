"""A role takes every token that a provider issues for an audience.

An inventory for audits: the audience says for which application a token is meant, not who signed in.
Where everybody who signs in may use the role, that is as it should be; where one user or workload is
meant, `sub` says which. Of providers that serve everybody, the rule `unpinned-oidc-subject` speaks.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "accounts.google.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {"StringEquals": {"accounts.google.com:aud": "66677788899900pro0.apps.googleusercontent.com"}}
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
      "Principal": {"Federated": "accounts.google.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "accounts.google.com:aud": "66677788899900pro0.apps.googleusercontent.com",
          "accounts.google.com:sub": "110169484474386276334"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in engine.oidc_in(statement):
        provider = engine.provider(entry)
        tested = engine.tested(statement, provider) if provider else None
        if not tested or any(engine.claim_of(one) != "aud" and engine.fixes(one) for one in tested):
            continue  # nothing is asked, of which another rule speaks, or somebody is named
        issuer = engine.issuer(provider)
        if issuer is not None and not engine.tells_whose(statement, provider, issuer):
            continue  # of providers that serve everybody another rule speaks
        yield Hit(
            entry,
            f"no condition on `sub`: whoever gets a token of `{provider}` may use the role",
            also=[(tested[0], "this says for which application")],
        )

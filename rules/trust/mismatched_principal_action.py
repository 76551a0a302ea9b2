"""The action of a trust policy is not one that its principal can call.

SAML providers sign in by `sts:AssumeRoleWithSAML`, OpenID Connect providers by
`sts:AssumeRoleWithWebIdentity`, accounts and services by `sts:AssumeRole`. Any other pair lets
nobody in.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"gitlab.com:sub": "project_path:acme/app:ref_type:branch:ref:main"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {"StringEquals": {"gitlab.com:sub": "project_path:acme/app:ref_type:branch:ref:main"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    fix="repairs",
    aws_codes=("MISMATCHED_ACTION_FOR_PRINCIPAL",),
    supersedes=("missing-assume-action", "self-defeating-condition", "unassumable-role"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    sorts = {engine.sort_of(entry) for entry in statement.principals or ()}
    if not sorts or "" in sorts:
        return
    for action in statement.actions or ():
        fitting = [engine.sorts_for(name) for name in engine.names_of(action)]
        if fitting and all(fit is not None and not fit & sorts for fit in fitting):
            named = " or ".join(sorted(engine.in_words(sort) for sort in sorts))
            meant = engine.assuming_action_for(sorts)
            there = any(meant in engine.names_of(other) for other in statement.actions or ())
            instead = Remove(action.node) if there else Replace(action, meant)
            yield Hit(
                action,
                f"`{action}` cannot be called by {named}",
                fix=instead if meant else None,
            )

"""A trust policy names somebody, and not the action by which they assume the role.

`sts:TagSession`, `sts:SetSourceIdentity` and `sts:SetContext` say what may be passed along; they let
nobody in. Whoever has a token of an OpenID Connect provider needs `sts:AssumeRoleWithWebIdentity`, of
a SAML provider `sts:AssumeRoleWithSAML`, and a service or a principal of an account `sts:AssumeRole`.
Here no statement allows it to them.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:TagSession",
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

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": ["sts:TagSession", "sts:SetSourceIdentity"],
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    },
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": ["sts:TagSession", "sts:SetSourceIdentity"]
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/deployer"},
      "Action": "sts:TagSession"
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "a1b2c3d4"}}
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/deployer"},
      "Action": "sts:TagSession"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Engine, Hit, Policy, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    fix="repairs",
    supersedes=("unassumable-role", "untrusted-caller", "session-tags-not-allowed"),
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for lack in engine.unassuming(policy):
        needed = engine.listed(lack.missing)
        yield Hit(
            lack.entry,
            f"`{lack.entry.value}` cannot assume the role: {needed} is not allowed to it",
            fix=AddItem(lack.statement, "Action", lack.missing),
        )

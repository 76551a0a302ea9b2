"""A role trusts a provider that is called otherwise.

IAM names an OpenID Connect provider by its URL without `https://`: an EKS cluster's is
`oidc.eks.<region>.amazonaws.com/id/<number>`, GitHub's `token.actions.githubusercontent.com`. A provider of
the name that stands here does not issue tokens, so that nobody can assume the role.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eu-west-1.eks.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eu-west-1.eks.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub": "system:serviceaccount:jobs:worker",
          "oidc.eu-west-1.eks.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud": "sts.amazonaws.com"
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
        "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub": "system:serviceaccount:jobs:worker",
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud": "sts.amazonaws.com"
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
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.us-west2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub": "system:serviceaccount:jobs:worker",
          "oidc.eks.us-west2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud": "sts.amazonaws.com"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    supersedes=(
        "open-oidc-trust",
        "unpinned-oidc-subject",
        "unpinned-oidc-audience",
        "foreign-oidc-key",
        "unassumable-role",
    ),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    for entry in engine.oidc_in(statement):
        slip = engine.slip_in(entry)
        if slip is not None:
            yield Hit(
                entry,
                f"no provider is called `{engine.provider(entry)}`: {slip.why}",
                details=[("did you mean", f"`{slip.meant}`")],
            )

"""The subject of an OpenID Connect condition is a pattern that admits others.

`repo:*` matches repositories of everybody on GitHub, `repo:acme*` those of `acme-evil` too. A pattern
that names the organization and leaves the repository open, or the branch or the environment alone, is
shown in the pedantic view: `repo:acme/*` lets in every repository of `acme`, whoever may push to it. GitLab, HCP Terraform,
Buildkite, Vercel, EKS and others write their subjects in forms of their own, which are a table.

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
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo-*"}
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
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:*"}
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
        "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringLike": {
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub": "system:serviceaccount:*:app"
        }
      }
    }
  ]
}
```

https://docs.github.com/en/actions/reference/security/oidc
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows:
        return
    for wide in engine.wide_subjects(condition):
        if wide.fixed == 0 and wide.issuer.shared:
            severity = "error"
        else:
            severity = "warning" if wide.fixed < wide.issuer.least else "info"
        message = f"`{wide.word}` leaves the {wide.field} open"
        if severity != "info":
            message += f": others on {wide.issuer.name} fit as well"
        yield Hit(wide.word, message, severity=severity)

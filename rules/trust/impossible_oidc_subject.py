"""A condition asks for a subject that no token of the provider has.

Subjects of GitHub, GitLab, EKS and others begin with the name of a claim and a colon, such as
`repo:octo-org/octo-repo:…`, also where an organization chooses their form, and what follows has names
of its own: `ref:refs/heads/main`, `pull_request`, `environment:production`. The names of new repositories of
GitHub have their ids with them: `repo:octo-org@123456/octo-repo@456789:…`. A value of another form is never
met: nobody can assume the role by it.

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
        "StringLike": {"token.actions.githubusercontent.com:sub": "octo-org/octo-repo:*"}
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

https://docs.github.com/en/actions/reference/security/oidc
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", kinds=("trust",), supersedes=("wide-oidc-subject",))
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows:
        return
    for word, issuer, form in engine.malformed_subjects(condition):
        yield Hit(
            word,
            f"no token of {issuer.name} has the subject `{word}`: they are written `{form}`",
            confidence="likely",
        )

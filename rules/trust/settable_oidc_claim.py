"""The subject of a GitHub condition begins with a claim that anybody can set.

An organization can choose of which claims GitHub makes the subject, and so can everybody else for
his own. A subject that begins with the name of a workflow, an environment or a branch says nothing
of the repository: somebody makes one of that name, and gets in. Begin with `repo:` or
`repository_owner_id:`.

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
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "environment:production"
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
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:production"
        }
      }
    }
  ]
}
```

https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", kinds=("trust",))
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows:
        return
    for word, claim, why in engine.settable(condition):
        yield Hit(word, f"`{claim}` can be set by anybody: {why}")

"""A condition on a claim does not go with the subject that is wanted beside it.

A subject tells the repository of a job, and the ref or the environment that it runs for. A token of
`repo:octo-org/octo-repo:ref:refs/heads/main` is of no other repository, no other branch and of no
environment: where a statement wants both, nobody can assume the role by it.

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
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main",
          "token.actions.githubusercontent.com:environment": "production"
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
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:production",
          "token.actions.githubusercontent.com:ref": "refs/heads/main"
        }
      }
    }
  ]
}
```

Where one of several subjects does not go with the claim, no token is let in by that one:

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
          "token.actions.githubusercontent.com:repository": "octo-org/octo-repo",
          "token.actions.githubusercontent.com:sub": [
            "repo:octo-org/octo-repo:environment:production",
            "repo:octo-org@123456/octo-repos@456789:environment:production"
          ]
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
          "token.actions.githubusercontent.com:repository": "octo-org/octo-repo"
        },
        "StringLike": {
          "token.actions.githubusercontent.com:sub": [
            "repo:octo-org/octo-repo:environment:production",
            "repo:octo-org@*/octo-repo@*:environment:production"
          ]
        }
      }
    }
  ]
}
```

https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    for one in engine.contradicted_claims(statement):
        claim = engine.claim_of(one.condition)
        said = f"`{claim}` is {engine.listed(one.said)}" if one.said else f"there is no `{claim}`"
        yield Hit(
            one.condition.key,
            f"in tokens of the subject that is wanted {said}: this is never met",
            also=[(word, "the subject") for word in one.subject.values[:2]],
            confidence="likely",
        )
    for word, condition in engine.dead_subjects(statement):
        claim = engine.claim_of(condition)
        yield Hit(
            word,
            f"no token has this subject and the `{claim}` that is wanted beside it",
            also=[(condition.key, f"`{claim}`")],
            severity="warning",
            confidence="likely",
        )

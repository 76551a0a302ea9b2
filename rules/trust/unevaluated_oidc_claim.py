"""A condition tests a claim that STS makes no condition key of.

Of the claims in a token STS knows `sub`, `aud` and a few more of every provider, and since February 2026
some of GitHub, Google, CircleCI and Oracle Cloud. A key of another claim is never there: a test that
wants a value of it is never met, so that nobody can assume the role.

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
          "token.actions.githubusercontent.com:run_number": "1"
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
          "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main",
          "token.actions.githubusercontent.com:repository_id": "1234"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    supersedes=(
        "unknown-condition-key",
        "open-oidc-trust",
        "unpinned-oidc-subject",
        "unpinned-oidc-audience",
        "guests-trusted",
    ),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows or not engine.demands(condition):
        return
    found = engine.unevaluated_claim(condition)
    if found is None:
        return
    provider = (condition.key.literal or "").rpartition(":")[0]
    known = ", ".join(f"`{claim}`" for claim in engine.claims_known(provider))
    yield Hit(
        condition.key,
        f"STS makes no key of the claim `{engine.claim_of(condition)}`: this is never met",
        details=[("claims it knows", known)],
        confidence="likely",
    )

"""The audience of a token is compared with a set operator.

`aud` has one value. `ForAllValues:` also holds for a token without it, and `ForAnyValue:` says nothing
more than the plain operator. Whether a provider of your own puts a list there, its documentation
says.

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
        "ForAllValues:StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", "CONFIRM_AUDIENCE_CLAIM_TYPE"),
    where="is_over_sets",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.over or not test.operator or not engine.is_audience(condition):
        return
    if not engine.has_single_audience(condition):
        yield Hit(
            condition.operator,
            f"does the provider put a list into `{condition.key}`? if not, it needs no set "
            "operator",
            severity="info" if test.over == "any" or engine.demands_key(condition) else "",
        )
    elif test.over == "all" and not engine.demands_key(condition):
        yield Hit(
            condition.operator,
            f"`{condition.key}` has one value: with ForAllValues the condition also holds for "
            "tokens without it",
        )
    else:
        yield Hit(
            condition.operator,
            f"`{condition.key}` has one value: it needs no set operator",
            severity="info",
        )

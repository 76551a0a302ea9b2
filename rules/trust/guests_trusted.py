"""A role of a Cognito identity pool does not say whether guests may have it.

An identity pool hands out roles to users who signed in and, where it allows that, to guests. Without
a condition on `cognito-identity.amazonaws.com:amr` a role for the ones can be had by the others.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "cognito-identity.amazonaws.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-abcd-abcd-abcd-123456790ab"
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
      "Principal": {"Federated": "cognito-identity.amazonaws.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-abcd-abcd-abcd-123456790ab"
        },
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in engine.oidc_in(statement):
        if not engine.is_identity_pool(entry):
            continue
        tested = engine.tested(statement, engine.provider(entry))
        claims = {engine.claim_of(condition) for condition in tested or ()}
        if "aud" in claims and not claims & {"amr", "sub"}:
            yield Hit(entry, "no condition on `amr`: guests of the identity pool may have the role")

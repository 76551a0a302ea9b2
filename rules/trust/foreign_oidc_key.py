"""A condition tests a claim of another provider than the one that is trusted.

The key of a claim begins with the provider as the role names it, without `https://` and without the ARN
around it. No token that the role takes has a claim of another cluster, another region or another host:
a test that wants a value is never met, so that nobody can assume the role; one that excludes values, or
only looks where the key exists, tests nothing.

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
        "StringEquals": {
          "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub": "system:serviceaccount:jobs:worker",
          "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud": "sts.amazonaws.com"
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, RenameKey, Several, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    fix="repairs",
    supersedes=(
        "open-oidc-trust",
        "unpinned-oidc-subject",
        "unpinned-oidc-audience",
        "guests-trusted",
        "unassumable-role",
        "unknown-condition-key",
        "malformed-condition-key",
    ),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    found = engine.of_other_providers(statement)
    if not statement.allows or not found:
        return
    keys = [one.condition.key for one in found]
    never = any(engine.demands(one.condition) for one in found)
    yield Hit(
        keys[0],
        f"`{keys[0]}` is no claim of the provider that is trusted: "
        + ("it is never met" if never else "it tests nothing"),
        also=[(found[0].provider, "the provider"), *((key, "nor is this") for key in keys[1:])],
        details=[("did you mean", ", ".join(f"`{one.meant}`" for one in found))],
        fix=Several(tuple(RenameKey(one.condition.key.node, one.meant) for one in found)),
    )

"""Anyone with an AWS account may assume the role.

`Principal: "*"` in a trust policy lets every principal of every account in, unless a condition says
whose they are: `aws:PrincipalOrgID`, `aws:PrincipalAccount`, `aws:PrincipalArn` with an account.
What a caller chooses himself, such as an external ID, an address or a tag, does not. AWS's policy
validation refuses the bare star altogether and wants `{"AWS": "*"}` where everyone is meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "*"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}
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
      "Principal": {"AWS": "*"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",),
    supersedes=(
        "caller-chosen-key",
        "if-exists-weakens-allow",
        "near-wildcard-value",
        "only-negated-test",
        "presence-by-wildcard",
    ),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    everyone = engine.everyone_in(statement)
    if everyone is None or not statement.allows or engine.names_no_action(statement):
        return
    exposure = engine.exposure(statement)
    if exposure is None:
        if everyone.type == "*":
            yield Hit(
                everyone, 'AWS refuses the bare `*` here: write `{"AWS": "*"}`', severity="info"
            )
    elif exposure.guard is None:
        hollow = exposure.hollow
        yield Hit(
            everyone,
            "anyone with an AWS account may assume the role",
            also=[(hollow, "this holds for all others, or without the key")] if hollow else (),
        )
    else:
        yield Hit(
            everyone,
            f"anyone with an AWS account may assume the role who meets `{exposure.guard.key}`",
            also=[(exposure.guard, exposure.why)],
            severity="warning",
        )

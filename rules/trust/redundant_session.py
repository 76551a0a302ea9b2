"""A session is named beside the role that it is a session of.

The role's ARN lets every session of the role in.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "arn:aws:iam::111122223333:role/deployer",
          "arn:aws:sts::111122223333:assumed-role/deployer/ci"
        ]
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "arn:aws:iam::111122223333:role/deployer"
        ]
      },
      "Action": "sts:AssumeRole"
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
      "Principal": {"AWS": ["arn:aws:iam::111122223333:role/deployer"]},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    kinds=("trust",),
    fix="safe",
    aws_codes=("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for session, role in engine.sessions_beside_roles(statement):
        yield Hit(
            session,
            f"`{role.value}` lets this session in already",
            also=[(role, "the role")],
            fix=Remove(session.value.node),
        )

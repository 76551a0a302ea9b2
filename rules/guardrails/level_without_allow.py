"""A level of service control policies allows nothing, so that nobody below it may do anything.

AWS attaches FullAWSAccess to every root, unit and account. Where it is detached, something else has to
allow what is needed: every level from the root down to the account must. That it is detached is told by
`without-full-access` in the configuration.

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}]
}
```

```toml bad name=iamlint.toml
without-full-access = ["sandbox"]

[units]
sandbox = ["111122223333"]

[[scps]]
file = "scp.json"
target = "sandbox"
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}
  ]
}
```

```toml good name=iamlint.toml
without-full-access = ["sandbox"]

[units]
sandbox = ["111122223333"]

[[scps]]
file = "scp.json"
target = "sandbox"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Estate, Hit, rule

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for level in estate.dead_levels():
        policy = level.attached[0].policy
        target = str(level.target or "*")
        yield Hit(
            policy,
            f"nobody below `{target}` may do anything: no service control policy there has an Allow",
            also=[(one.policy, "only denies too") for one in level.attached[1:3]],
            details=[("missing", "an Allow for what is used there")],
            fix=AddStatement(policy, EVERYTHING, "let the rest through"),
            key=target,
        )

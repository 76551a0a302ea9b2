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

A target that is named there and has no policy at all allows nothing either.

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
}
```

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```toml bad name=iamlint.toml
account = "111122223333"
without-full-access = ["root", "sandbox"]

[units]
root = ["sandbox"]
sandbox = ["111122223333"]

[[scps]]
file = "scp.json"
target = "root"
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
    for name, identity in estate.empty_levels():
        yield Hit(
            identity,
            f"nobody below `{name}` may do anything: no service control policy is listed for it",
            details=[
                ("missing", f"a policy with an Allow whose target is `{name}`"),
                ("since", "`without-full-access` says that FullAWSAccess is detached there"),
            ],
            confidence="likely",
            key=name,
        )

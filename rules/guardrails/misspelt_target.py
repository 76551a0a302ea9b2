"""A control policy is attached to a unit or an account that is not there, and almost to one that is.

What is attached to nothing limits nobody, and no error says so where the target is one of the
configuration. Where the tree of units is told by `[units]`, and a target is nowhere in it, nor among
the accounts in view, that which is called almost so is most likely meant.

```json bad name=org/regions.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": ["iam:*", "organizations:*", "sts:*", "support:*", "route53:*", "cloudfront:*"],
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    }
  ]
}
```

```toml bad name=iamlint.toml
[units]
root = ["workloads", "999988887777"]
workloads = ["111122223333"]

[[scps]]
file = "org/regions.json"
target = "workload"
```

```json good name=org/regions.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": ["iam:*", "organizations:*", "sts:*", "support:*", "route53:*", "cloudfront:*"],
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    }
  ]
}
```

```toml good name=iamlint.toml
[units]
root = ["workloads", "999988887777"]
workloads = ["111122223333"]

[[scps]]
file = "org/regions.json"
target = "workloads"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.mistargeted():
        yield Hit(
            found.attached.place,
            f"it is attached to `{found.target}`, which is nowhere in view: `{found.meant}` is meant",
            details=[("did you mean", found.meant)],
            confidence="likely",
            key=found.target,
        )

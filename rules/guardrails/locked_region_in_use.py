"""A service control policy locks a region in which something in view is.

A lock on regions denies all that is asked for elsewhere than in those it names. What a template or plan
declares in another region is not deployed, and what runs there is denied all it does. Where it is deployed is
told by the provider, by the ARN, or by `region` in the configuration.

```yaml bad name=stack.yaml
Resources:
  Jobs: {Type: AWS::SQS::Queue}
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
  }]
}
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Jobs: {Type: AWS::SQS::Queue}
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}
  }]
}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.locked_regions_in_use():
        also = [*((one, "this is there") for one in found.things[:3])]
        who = [(found.role, "this works there")] if found.role is not None else []
        yield Hit(
            found.condition.key,
            f"{found.region} is locked, and {found.things[0].address} is there: all of it is denied",
            also=[*also, *who],
            confidence="likely",
            key=found.key,
        )

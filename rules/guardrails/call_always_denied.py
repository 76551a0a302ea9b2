"""A Deny asks for a key that comes with some resources of a call, and is about all of them.

A launch of an instance is authorised on the instance, the image, the subnet and more, each with keys of its
own. `ec2:InstanceType`, say, comes with the instance alone; for all others `StringNotEquals` holds, and so does
`Null` with `true`, as the key is not there. Such a Deny on `*` is to stop some launches and stops all.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["ec2:RunInstances", "ec2:DescribeInstances"], "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "ec2:RunInstances",
      "Resource": "*",
      "Condition": {"StringNotEquals": {"ec2:InstanceType": ["t3.micro", "t3.small"]}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["ec2:RunInstances", "ec2:DescribeInstances"], "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "ec2:RunInstances",
      "Resource": "arn:aws:ec2:*:*:instance/*",
      "Condition": {"StringNotEquals": {"ec2:InstanceType": ["t3.micro", "t3.small"]}}
    }
  ]
}
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["ec2:RunInstances", "ec2:CreateVolume"],
      "Resource": "*",
      "Condition": {
        "Null": {"aws:RequestTag/cost-center": "true"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"scp.json" = "scp"
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["ec2:RunInstances", "ec2:CreateVolume"],
      "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"],
      "Condition": {
        "Null": {"aws:RequestTag/cost-center": "true"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}
      }
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"scp.json" = "scp"
```

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("identity", "boundary", "scp", "session"),
    where="denies_under_conditions",
)
def check(statement: Statement, estate: Estate, engine: Engine) -> Iterator[Hit]:
    found = estate.keyless(statement)
    if found is not None:
        yield Hit(
            found.asked[0].key,
            f"`{found.action}` is always denied: `{found.asked[0].key}` comes with "
            f"{engine.listed(found.with_it)}, and this is about {engine.listed(found.types)} too",
            confidence="likely",
        )

"""A guardrail is written in the language of 2008.

Service control policies and resource control policies must have `"Version": "2012-10-17"`; AWS
refuses them otherwise.

```json bad name=policy.json
{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteBucket",
      "Resource": "*"
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

```json fixed name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteBucket",
      "Resource": "*"
    }
  ]
}
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:DeleteBucket",
      "Resource": "*"
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, Replace, rule


@rule(severity="error", since="0.1.0", kinds=("scp", "rcp"), fix="repairs")
def check(policy: Policy) -> Iterator[Hit]:
    version = policy.version
    if version is not None and version.literal == "2008-10-17":
        yield Hit(
            version,
            f"{policy.kind_in_words} must have the version `2012-10-17`",
            fix=Replace(version, "2012-10-17"),
        )

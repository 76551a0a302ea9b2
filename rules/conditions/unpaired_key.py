"""A condition tests a private address and not the network it is in.

Private addresses are the same in every VPC, those of strangers included. They say something only
beside a test of the VPC or the endpoint.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.1.0/24"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "IpAddress": {"aws:VpcSourceIp": "10.0.1.0/24"},
        "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("MISSING_PAIRED_CONDITION_KEYS",),
    where="missing_partners",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    partners = engine.missing_partners(condition)
    if not partners or engine.is_presence_test(condition):
        return
    if any(engine.variables_of(value, condition.statement) for value in condition.values):
        return  # compared with another address, not with a network
    yield Hit(
        condition.key,
        f"`{condition.key}` says nothing without the network: test "
        + " or ".join(f"`{name}`" for name in partners)
        + " beside it",
    )

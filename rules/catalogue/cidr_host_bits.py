"""A block of addresses has bits set behind its mask.

`203.0.113.7/24` is read as `203.0.113.0/24`. The policy says what it means less clearly than it could,
and whoever meant one address got 256.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113.7/32"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Replace, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    aws_codes=("IMPROVE_IP_RANGE",),
    where="reads_no_text",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if engine.type_of_operator(condition) != "IPAddress":
        return
    for value in condition.values:
        block = engine.without_host_bits(value.literal or "")
        if block:
            yield Hit(value, f"`{value}` is read as `{block}`", fix=Replace(value, block))

"""`aws:SourceIp` is compared with private addresses, from which no request comes.

AWS sees the public address of a caller, or none when the request comes through a VPC endpoint. A
private block never matches; forbidding everything else then forbids everything. Inside a VPC the key
is `aws:VpcSourceIp`. Private blocks among public ones do no harm and are shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
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
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=(
        "PRIVATE_IP_ADDRESS",
        "PRIVATE_NOT_IP_ADDRESS",
        "PRIVATE_IP_ADDRESS_SUBSET",
        "PRIVATE_NOT_IP_ADDRESS_SUBSET",
    ),
    supersedes=("subsumed-statement",),
    where="reads_no_text",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if (condition.key.literal or "").lower() != "aws:sourceip":
        return
    if engine.type_of_operator(condition) != "IPAddress":
        return
    private = [value for value in condition.values if engine.is_private(value.literal or "")]
    if len(private) == len(condition.values):
        always = "always" if "not" in str(condition.operator).lower() else "never"
        for value in private[:1]:
            yield Hit(
                value,
                f"no request comes from the private `{value}`: the condition {always} holds",
                also=[(other, "private too") for other in private[1:]],
            )
        return
    for value in private:
        yield Hit(value, f"no request comes from the private `{value}`", severity="info")

"""An identity policy has an `Id`.

`Id` belongs to policies of resources; AWS documents it as not allowed in identity policies.

```json bad
{
  "Version": "2012-10-17",
  "Id": "jobs",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_id.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, Remove, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="safe",
    kinds=("identity", "boundary", "session"),
)
def check(policy: Policy) -> Iterator[Hit]:
    key = policy.element("Id")
    if key is not None:
        yield Hit(key, "`Id` is meant for policies of resources", fix=Remove(key))

"""A policy names a version of the language that does not exist.

There are two, `2012-10-17` and `2008-10-17`; it is not the date of the policy. AWS refuses any
other.

```json bad
{
  "Version": "2024-01-01",
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, Replace, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_VERSION",),
    where="is_of_old_version",
)
def check(policy: Policy) -> Iterator[Hit]:
    version = policy.version
    if version is None or version.literal in (None, "2012-10-17", "2008-10-17"):
        return
    if version.json_type in ("text", ""):
        yield Hit(
            version,
            f"`{version.literal}` is no version of the policy language: the latest is `2012-10-17`",
            fix=Replace(version, "2012-10-17"),
        )

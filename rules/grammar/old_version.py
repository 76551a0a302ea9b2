"""A policy is written in the language of 2008.

Under `2008-10-17` policy variables are plain text. Everything else means the same under
`2012-10-17`, which AWS advises for all policies.

```json bad
{
  "Version": "2008-10-17",
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, Replace, rule


@rule(severity="info", persona="pedantic", since="0.1.0", fix="repairs")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    version = policy.version
    if version is None or version.literal != "2008-10-17" or policy.kind in ("scp", "rcp"):
        return
    if any(engine.plain_variables(policy)):
        return  # said of the variables
    alike = not any("$" in str(w) for w in policy.words())
    yield Hit(
        version,
        "the policy is written in the language of 2008",
        fix=Replace(version, "2012-10-17"),
        safety="safe" if alike else "",
    )

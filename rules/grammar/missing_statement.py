"""A policy has no statement, so it says nothing.

AWS refuses a policy without `Statement`. The usual cause is another spelling (`Statements`), which is
reported here too, because what stands under it is not read.

```json bad
{"Version": "2012-10-17"}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, rule


@rule(severity="error", since="0.1.0", aws_codes=("MISSING_STATEMENT",))
def check(policy: Policy) -> Iterator[Hit]:
    if policy.has_shape and "Statement" not in policy.elements:
        yield Hit(policy, "the policy has no Statement")

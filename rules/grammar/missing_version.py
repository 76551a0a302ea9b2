"""A policy has no Version and is read by the rules of 2008.

Without `Version` AWS reads a policy in the language of 2008: `${aws:username}` and every other
policy variable is then literal text and matches nothing. A policy without a variable means the same
in both, and is shown in the pedantic view. Service control policies are refused without it.

```json bad
{
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, SetKey, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("MISSING_VERSION",),
    fix="repairs",
    where="is_of_old_version",
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if not policy.statements or not engine.document_lacks(policy, "Version"):
        return
    if any(engine.plain_variables(policy)):
        return  # said of the variables
    alike = policy.kind not in ("scp", "rcp") and not any("$" in str(w) for w in policy.words())
    yield Hit(
        policy,
        "the policy has no Version, so it is read by the rules of 2008",
        fix=SetKey(policy.node, "Version", "2012-10-17", first=True),
        severity="error"
        if policy.kind in ("scp", "rcp")
        else "info"
        if engine.reads_alike(policy)
        else "",
        safety="safe" if alike else "",
        key="Version",
    )

"""A policy variable stands in a policy whose version does not know variables.

Under `2008-10-17`, which is also what a missing `Version` means, `${aws:username}` is those
characters and nothing else. The statement then matches nothing that exists.

```json bad
{
  "Version": "2008-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, SetKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("VARIABLE_UNSUPPORTED_IN_VERSION",),
    where="is_of_old_version",
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for word, variable in engine.plain_variables(policy):
        yield Hit(
            word,
            f"`{variable}` is plain text here: policy variables need Version 2012-10-17",
            fix=SetKey(policy.node, "Version", "2012-10-17", first=True),
        )

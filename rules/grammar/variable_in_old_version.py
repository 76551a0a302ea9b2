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

import re
from collections.abc import Iterator

from iamlint import Hit, Policy, SetKey, rule

VARIABLE = re.compile(r"\$\{([A-Za-z0-9-]+:[^{}]*|[*?$])\}")


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("VARIABLE_UNSUPPORTED_IN_VERSION",),
    supersedes=("missing-version",),
)
def check(policy: Policy) -> Iterator[Hit]:
    if policy.version is not None and policy.version.literal != "2008-10-17":
        return
    for word in policy.words():
        found = VARIABLE.search("".join(p for p in word.text.pieces if isinstance(p, str)))
        if found:
            yield Hit(
                word,
                f"`{found.group()}` is plain text here: policy variables need Version 2012-10-17",
                fix=SetKey(policy.node, "Version", "2012-10-17", first=True),
            )

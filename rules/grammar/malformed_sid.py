"""A Sid has characters that this kind of policy does not allow.

IAM and AWS Organizations take letters and digits only, and refuse a policy with anything else in a
Sid. Some services allow more in the policies of their resources; S3 and KMS take blanks.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Sid": "Send jobs!"
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
      "Sid": "SendJobs"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Allow use of the key",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
"""

import re
from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("UNSUPPORTED_SID",),
    where="has_odd_sid",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    sid = statement.sid.literal if statement.sid is not None else None
    if not sid or (sid.isascii() and sid.isalnum()) or "${" in sid:
        return
    pattern = engine.sids(statement.policy).pattern
    if statement.sid is None or not pattern or re.fullmatch(pattern, sid):
        return
    joined = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", sid))
    yield Hit(
        statement.sid,
        f"`{sid}` is no Sid for {statement.policy.kind_in_words}: letters and digits only",
        fix=Replace(statement.sid, joined) if joined else None,
    )

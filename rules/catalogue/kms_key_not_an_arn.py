"""A condition compares the ARN of a KMS key with what is none.

Services put the whole ARN of the key into such a key of the request, whatever the caller wrote. An
identifier alone, or an alias, never equals it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {
        "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/reports"}
      }
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {
        "StringNotEquals": {
          "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Estate, Hit, rule

KEY_ARN = re.compile(r"arn:[^:]+:kms:[^:]+:[^:]+:key/.+")


@rule(severity="error", since="0.1.0", aws_codes=("INVALID_KMS_KEY_VALUE",), where="form_of")
def check(condition: Condition, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if engine.form_of(condition) != "kms-key":
        return
    if engine.type_of_operator(condition) not in ("String", "ARN"):
        return
    for value in condition.values:
        text = value.literal
        key = estate.key_by_id(value, condition) if text is None else None
        if key is not None:
            yield Hit(
                value,
                f"`{condition.key}` is the ARN of a key: the id of {key.address} never equals it",
                also=[(key, "this is the key")],
            )
        if text is None or KEY_ARN.fullmatch(text):
            continue
        if engine.is_pattern(value) and "alias/" not in text:
            continue
        yield Hit(value, f"`{condition.key}` is the ARN of a key: `{text}` never equals it")

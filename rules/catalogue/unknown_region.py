"""A condition compares a Region with one that does not exist.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:*:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east1"]}}
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
      "Resource": "arn:aws:sqs:*:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}
    }
  ]
}
```

Inference that Bedrock may do in any Region is asked for as `unspecified`:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "bedrock:InvokeModel",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:RequestedRegion": "unspecified"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Replace, rule

WELL_FORMED = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")


@rule(
    severity="error", since="0.1.0", fix="repairs", aws_codes=("INVALID_REGION",), where="form_of"
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if engine.form_of(condition) != "region" or engine.type_of_operator(condition) != "String":
        return
    for value in condition.values:
        text = value.literal
        if text is None or "${" in text:
            continue
        pattern = engine.is_pattern(value)
        if engine.is_region(text) if pattern else text in engine.catalog.regions:
            continue
        if text in engine.values_besides(condition):
            continue
        near = () if pattern else engine.regions_like(text)
        yield Hit(
            value,
            f"no Region fits `{text}`" if pattern else f"AWS has no Region `{text}`",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            severity="info" if engine.is_unfilled(text) else "",
            confidence="likely" if WELL_FORMED.fullmatch(text) else "certain",
            fix=Replace(value, near[0]) if len(near) == 1 else None,
        )

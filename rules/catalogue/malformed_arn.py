"""A resource is neither `*` nor an ARN.

An ARN has six fields: `arn:partition:service:region:account:resource`. AWS refuses what does not
begin with `arn:`; what has fewer fields matches something else than it looks like, or nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "acme-reports/*"}]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:acme-reports/x"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_ARN_PREFIX", "MISSING_ARN_FIELD"),
    supersedes=("unmatched-action",),
)
def check(statement: Statement) -> Iterator[Hit]:
    if statement.policy.resource_type in ("execute-api:rest-api", "iot:policy"):
        return  # their language has short forms
    for word in (*(statement.resources or ()), *(statement.not_resources or ())):
        text = word.literal
        if text is None or not text.strip("*"):
            continue
        fields = text.split(":", 5)
        if fields[0] != "arn":
            if not fields[0].startswith("*"):
                yield Hit(word, f"`{text}` is no ARN: it does not begin with `arn:`")
        elif len(fields) < 6 and "*" not in text:
            yield Hit(word, f"`{text}` has {len(fields)} of an ARN's six fields")

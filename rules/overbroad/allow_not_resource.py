"""A statement allows actions on everything but the resources it names.

`Allow` with `NotResource` reaches every other resource, in other accounts too where those admit it,
and every one that is created later. Mostly a `Deny` was meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-secret/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"},
    {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotResource")
    if key is None or not statement.allows or statement.policy.kind not in ("identity", "resource"):
        return
    held = engine.restricted_by(statement)
    yield Hit(
        key,
        "Allow with NotResource reaches every resource that is not named, new ones included",
        severity="info" if held else "",
        also=[(held, "limited by this condition")] if held else (),
    )

"""A Deny names the resources that it does not reach.

An inventory for audits: `Deny` with `NotResource` stops the actions on every resource that is not
named, those that are made later included. It is the right form for a fence; who reads such a statement
should ask whether all that is needed stands inside. Nothing here is an error.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"},
    {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"},
    {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/drafts/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", where="excludes")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotResource")
    spared = statement.not_resources
    if key is None or not spared or not statement.denies or any(map(engine.is_everything, spared)):
        return
    yield Hit(key, "denied on every resource that is not named, new ones included")

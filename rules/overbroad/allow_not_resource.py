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


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity", "resource"),
    aws_codes=(
        "PASS_ROLE_WITH_NOT_RESOURCE",
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        "CREATE_SLR_WITH_NOT_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    ),
    where="excludes",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotResource")
    if key is None or not statement.allows or not statement.not_resources:
        return
    if any(engine.every_resource(one) for one in statement.not_resources):
        return
    yield Hit(
        key,
        "Allow with NotResource reaches every resource that is not named, new ones included",
        severity=engine.eased(statement),
        also=engine.easing(statement),
    )

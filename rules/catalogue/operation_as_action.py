"""The name of an API operation stands where the name of an action belongs.

Some operations are authorised under another name: S3 has no action `s3:HeadObject`, a HEAD request
needs `s3:GetObject`. The statement grants nothing by the operation's name.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:HeadObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Catalog, Engine, Hit, Replace, Several, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ACTION",),
    where="unlisted_actions",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for word in engine.unlisted_actions(statement):
        operation = word.literal or ""
        checked = catalog.actions_behind(operation)
        if not checked:
            continue
        first, *others = checked
        element = "Action" if word in (statement.actions or ()) else "NotAction"
        fix = Replace(word, first)
        beside = {other.literal for other in statement.actions or statement.not_actions or ()}
        yield Hit(
            word,
            f"`{operation}` is an API operation, not an action: IAM checks "
            + ", ".join(f"`{one}`" for one in checked),
            severity="info" if beside.issuperset(checked) else "",
            fix=Several((fix, AddItem(statement, element, tuple(others)))) if others else fix,
        )

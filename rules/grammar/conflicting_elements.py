"""A statement has an element together with its opposite.

`Action` and `NotAction`, `Resource` and `NotResource`, `Principal` and `NotPrincipal` exclude each
other: AWS refuses a statement with both.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "NotAction": "sqs:DeleteQueue"
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
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNSUPPORTED_ELEMENT_COMBINATION",),
    supersedes=("overbroad",),
    where="is_unusual",
)
def check(statement: Statement) -> Iterator[Hit]:
    for name, pair in (
        ("Action", (statement.actions, statement.not_actions)),
        ("Resource", (statement.resources, statement.not_resources)),
        ("Principal", (statement.principals, statement.not_principals)),
    ):
        if None in pair:
            continue
        element, opposite = statement.element(name), statement.element(f"Not{name}")
        if element is not None and opposite is not None:
            yield Hit(
                opposite,
                f"`Not{name}` stands beside `{name}`: a statement has one or the other",
                also=[(element, "the other one")],
            )

"""Two statements differ in their actions alone.

One statement with the actions of both says the same in fewer characters.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:PutObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:PutObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
"""

from collections.abc import Iterator
from functools import partial

from iamlint import AddItem, Engine, Hit, Policy, Remove, Several, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="safe")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for twin in engine.mergeable_statements(policy):
        yield Hit(
            twin.statement,
            f"the statement differs from statement {twin.first.named} in its actions alone",
            also=[(twin.first, "like this")],
            # a comment would be lost that is about what stays
            fix=None
            if has_comment(twin.statement)
            else partial(merged, twin.first, twin.statement),
        )


def has_comment(statement: Statement) -> bool:
    source = statement.node.source
    return "#" in source.text and "#" in statement.span.text


def merged(first: Statement, other: Statement) -> Several:
    """One statement with the actions of both."""
    actions = tuple(word.text for word in other.actions or ())
    return Several(
        (AddItem(first, "Action", actions), Remove(other.node)),
        "add its actions to those of the other",
    )

"""A statement names neither actions nor exceptions from all actions.

AWS refuses a statement without `Action` or `NotAction`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("MISSING_ACTION",),
    supersedes=("federated-outside-trust",),
    where="is_unusual",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.actions is None and engine.lacks(statement, "Action", "NotAction"):
        yield Hit(statement, "the statement has neither Action nor NotAction")

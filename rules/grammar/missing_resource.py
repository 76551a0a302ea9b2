"""A statement does not say what it is about.

Everywhere but in a role's trust policy and in the few resource policies whose language leaves it
out, AWS refuses a statement without `Resource` or `NotResource`.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

A trust policy has none, because it is about its own role:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", aws_codes=("MISSING_RESOURCE",), where="names_no_resources")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.resources is not None or not engine.needs_resource(statement.policy):
        return
    if engine.lacks(statement, "Resource", "NotResource"):
        yield Hit(statement, "the statement has neither Resource nor NotResource")

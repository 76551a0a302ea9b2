"""A policy lets a service in for a whole account or organization.

`aws:SourceAccount` keeps others out; every queue, rule or API of the account may still have the service
call. `aws:SourceArn` says which one does. An inventory for audits.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "events.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
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
      "Principal": {"Service": "events.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/nightly"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

ARN = "aws:sourcearn"


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or not statement.conditions:
        return
    bound = engine.bound_by(statement)
    keys = {(condition.key.literal or ARN).lower() for condition in statement.conditions}
    if bound is not None and ARN not in keys:
        for entry in engine.services_in(statement):
            yield Hit(entry, f"`{entry.value}` may call for all that `{bound.key}` lets in")

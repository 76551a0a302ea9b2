"""A Deny names what it does not deny.

An inventory for audits: `Deny` with `NotAction` stops every action that is not named, those of new
services included. It is the right form where little is to stay allowed; who reads such a statement
should ask whether all that is needed is on the list. Nothing here is an error.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Deny", "NotAction": ["sqs:SendMessage", "sqs:GetQueueUrl"], "Resource": "*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", where="excludes")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    key = statement.element("NotAction")
    spared = statement.not_actions
    if key is None or not spared or not statement.denies or any(map(engine.every_action, spared)):
        return
    yield Hit(
        key,
        f"everything but {engine.listed(str(one) for one in spared)} is denied, new actions included",
    )

"""A resource is named in every account.

`arn:aws:sqs:eu-west-1:*:jobs` is that queue of whatever account, in others too where those admit it.
With the account's number it is the one that is meant.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:jobs"}]}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("identity",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for resource in (statement.resources or ()) if statement.allows else ():
        if engine.any_account(resource) and not engine.eased(statement):
            yield Hit(resource, f"`{resource}` is in any account")

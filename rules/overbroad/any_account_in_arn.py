"""A resource is named in every account.

`arn:aws:sqs:eu-west-1:*:jobs` is that queue of whatever account, in others too where those admit it.
With the account's number it is the one that is meant.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:jobs"}]}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:*:jobs",
      "Condition": {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="info", persona="pedantic", since="0.1.0", kinds=("identity",), where="names_resources"
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or engine.eased(statement) or engine.tells_account(statement):
        return
    for resource in statement.resources or ():
        if engine.any_account(resource):
            yield Hit(resource, f"`{resource}` is in any account")

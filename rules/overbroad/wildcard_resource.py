"""A resource has a wildcard, so that it reaches whatever is called so.

An inventory for audits: a part of a name that is left open reaches what others will make under that
name. The objects of one bucket, or the streams of one log group, can hardly be named otherwise: they are
told all the same, to be looked over. `*`
alone is told by the rules on what is allowed on every resource. A statement is told of once.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs-*"}
  ]
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="info", persona="auditor", since="0.1.0", kinds=("identity",), where="names_resources"
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.allows:
        wide = engine.wide_resources(statement)
        if wide:
            more = f" (and {len(wide) - 1} more)" if len(wide) > 1 else ""
            also = [(word, "and this") for word in wide[1:4]]
            yield Hit(wide[0], f"`{wide[0]}` reaches whatever is called so{more}", also=also)

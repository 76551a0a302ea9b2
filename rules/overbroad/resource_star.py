"""Actions that destroy, change or run something are allowed on every resource, though they could be
limited to some.

Only actions that know resources are meant; those that are authorised on `*` alone are left out. Which
actions weigh enough is a table: they destroy data or stop services, change what others rely on, run
code that has rights of its own, use keys, or switch defences off. All others on `*`, reading metadata,
making something new, telemetry, are shown in the pedantic view, and so is what names every resource of
one account or Region. In a resource policy `*` means the
resource itself, and is never reported.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "*"}]}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"},
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
  ]
}
```

A tag that must be the caller's own limits the resources as well as their ARNs would:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ec2:StopInstances", "ec2:TerminateInstances"],
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    }
  ]
}
```

So does a Deny beside it that leaves little:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "sqs:*",
      "NotResource": "arn:aws:sqs:eu-west-1:111122223333:jobs-*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("identity",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    star = engine.unlimited(statement)
    grave, wide = engine.other_unscoped(statement)
    where = star or wide
    names = list(grave)
    if not names and star is not None:
        names = engine.staying_open(statement, engine.scopable_actions(statement))
    if where is not None and names:
        word = engine.word_for(statement, names[0])
        light = not grave or engine.placed(statement, where)
        yield Hit(
            where,
            f"every resource, though {engine.listed(names)} could be limited to some",
            severity="info" if light else engine.eased(statement),
            also=[
                *([(word, "this could be limited")] if word is not None else ()),
                *engine.easing(statement),
            ],
        )

"""A policy variable stands in an element that takes none.

Policy variables are filled in within `Resource` and within the values of conditions. In an action, a
principal, a Sid or the name of a condition key they are plain text. The guide
lets them stand in the resource of an ARN alone, behind the fifth colon. One of AWS's own policies has one in
place of the account, so that this is a remark.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"AWS": "arn:aws:iam::111122223333:user/${aws:username}"}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/${aws:username}/*"
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/deploy-*"
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
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::*:role/deploy-*",
      "Condition": {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, Word, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("VARIABLE_UNSUPPORTED_IN_ELEMENT",),
    where="mentions_variables",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not engine.may_hold_variables(statement.policy):
        return
    for element, word in elsewhere(statement):
        if word.literal is not None and "${" not in word.literal:
            continue
        if variable := engine.variable_in(word):
            yield Hit(
                word, f"`{variable}` is plain text in {element}: no variable is filled in there"
            )

    for word in (*(statement.resources or ()), *(statement.not_resources or ())):
        if variable := engine.variable_in_fields(word):
            yield Hit(
                word,
                f"`{variable}` stands before the resource of the ARN: a variable may stand in that alone",
                severity="info",
                confidence="likely",
            )


def elsewhere(statement: Statement) -> Iterator[tuple[str, Word]]:
    """The words in which no variable is filled in."""
    if statement.sid is not None:
        yield "a Sid", statement.sid
    if statement.effect is not None:
        yield "an Effect", statement.effect
    for action in (*(statement.actions or ()), *(statement.not_actions or ())):
        yield "an action", action
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        yield "a principal", principal.value
    for condition in statement.conditions:
        yield "the name of a condition key", condition.key

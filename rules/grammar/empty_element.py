"""A list or an object in a statement is empty.

A statement without actions, resources or principals is about nothing. A condition key without
values never matches, or always does under a negated operator. AWS refuses a text with nothing in it
where a resource or principal should be.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": [], "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": []}}
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": [""]}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

MEANS = {
    "Action": "the statement is about no action",
    "NotAction": "the statement is about every action",
    "Resource": "the statement is about no resource",
    "NotResource": "the statement is about every resource",
    "Principal": "the statement is about nobody",
    "NotPrincipal": "the statement is about everybody",
}


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=(
        "EMPTY_ARRAY_ACTION",
        "EMPTY_ARRAY_CONDITION",
        "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        "EMPTY_ARRAY_CONDITION_IFEXISTS",
        "EMPTY_ARRAY_PRINCIPAL",
        "EMPTY_ARRAY_RESOURCE",
        "EMPTY_OBJECT_PRINCIPAL",
    ),
    supersedes=("malformed-arn",),
    where="is_unusual",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for empty in engine.empties(statement):
        name = str(empty.key.value)
        if empty.within != "Condition":
            yield Hit(empty, f"`{name}` is empty: {MEANS[empty.within]}", key=name)
        elif not empty.harmless:
            yield Hit(empty, f"`{name}` is compared with no value", key=name)
    for word in (*(statement.resources or ()), *(statement.not_resources or ())):
        if not word.text.pieces:
            yield Hit(word, "a resource is empty", severity="error")
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        if not principal.value.text.pieces:
            yield Hit(principal, "a principal is empty", severity="error")

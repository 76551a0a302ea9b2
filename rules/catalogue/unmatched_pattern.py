"""A pattern matches no action of its service.

Nothing is granted or denied by it. AWS accepts it, so nobody is told. Either the name before the
wildcard is misspelt, or the actions are of another service.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:Sned*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:Send*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Replace, Statement, rule

SLIPS = 50
"""With more in one statement they are no slips of the pen, and nothing is suggested any more."""


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ACTION",),
    where="unlisted_actions",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for number, word in enumerate(engine.unlisted_actions(statement)):
        pattern = word.literal or ""
        if not ("*" in pattern or "?" in pattern) or catalog.bits(pattern):
            continue
        service = pattern.partition(":")[0]
        if not catalog.has_service(service) or catalog.retired(pattern):
            continue
        if not engine.has_action_form(pattern):
            continue
        near = catalog.suggest_actions(pattern) if number < SLIPS else ()
        yield Hit(
            word,
            f"no action of `{service}` matches `{pattern}`",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            fix=Replace(word, near[0]) if len(near) == 1 else None,
        )

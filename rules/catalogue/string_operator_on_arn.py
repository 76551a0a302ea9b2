"""A key that holds an ARN is compared as a text.

`StringLike` takes an ARN for a row of characters: `*` crosses from one field into the next. `ArnLike`
compares field by field, so that a `*` for the account stays an account. The wider match is seldom
meant, and seldom harmful. Without wildcards both say the same, and AWS recommends the operators for
ARNs.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}
      }
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}
      }
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/worker-*"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule

TEXTUAL = re.compile(r"(For(All|Any)Values?:)?String(Not)?(Like|Equals)(IfExists)?", re.IGNORECASE)


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    fix="narrows",
    aws_codes=("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",),
    where="is_on_arn_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    operator = condition.operator.literal or ""
    if not TEXTUAL.fullmatch(operator):
        return
    key = engine.key_of(condition)
    if key is None or key.type != "ARN":
        return
    alone = not any(
        one is not condition and one.operator.literal == operator
        for one in condition.statement.conditions
    )
    fields = [(value.literal or "").split(":", 5) for value in condition.values]
    exact = all(len(parts) == 6 and not set("*?") & set("".join(parts)) for parts in fields)
    if "equals" in operator.lower() and not (fields and exact):
        return  # who compares with something else than ARNs gets another finding, or knows why
    whole = all(
        len(parts) == 6 and not any("*" in p or "?" in p for p in parts[:5]) for parts in fields
    )
    fitting = engine.arn_operator_for(operator)
    says = "says the same and is made for ARNs" if whole else "compares field by field"
    yield Hit(
        condition.operator,
        f"`{operator}` compares `{condition.key}` as a text: `{fitting}` {says}",
        fix=RenameKey(condition.operator.node, fitting) if alone else None,
        safety="safe" if whole else "narrows",
    )

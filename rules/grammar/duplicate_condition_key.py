"""A condition key stands twice under one operator, in upper and in lower case.

Condition keys are the same whatever their case, so AWS sees one key twice and refuses the policy.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:principalorgid": "o-f6g7h8i9j0"}
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
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-f6g7h8i9j0"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, Word, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("DUPLICATE_KEYS_WITH_DIFFERENT_CASE",),
    supersedes=("never-matches", "redundant-condition"),
    where="has_conditions",
)
def check(statement: Statement) -> Iterator[Hit]:
    if len(statement.conditions) < 2:
        return
    seen: dict[tuple[Word, str], Word] = {}
    for condition in statement.conditions:
        key = condition.key.literal
        if key is None:
            continue
        first = seen.setdefault((condition.operator, key.lower()), condition.key)
        if first.literal != key:
            yield Hit(
                condition.key,
                f"`{key}` and `{first.literal}` are the same condition key",
                also=[(first, "it stands here first")],
            )

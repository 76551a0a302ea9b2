"""A condition operator does not exist.

AWS refuses a policy with an operator that it does not know. `IfExists` may stand behind every
operator but `Null`, which tests presence itself; before an operator may stand `ForAllValues:` or
`ForAnyValue:` and nothing else.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEqual": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"NullIfExists": {"aws:PrincipalOrgID": "false"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, RenameKey, Statement, Word, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_CONDITION_OPERATOR", "NULL_WITH_IF_EXISTS"),
    supersedes=("subsumed-statement",),
    where="has_conditions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    last: Word | None = None
    for condition in statement.conditions:
        operator = condition.operator
        written = operator.literal
        if operator is last or written is None or engine.use_of(condition) is not None:
            continue
        last = operator
        if written.lower().rpartition(":")[2] == "nullifexists":
            said = f"`{written}` does not exist: `Null` tests by itself whether a key is there"
            near = written[: -len("IfExists")]
        else:
            said = f"there is no condition operator `{written}`"
            near = engine.operator_like(written)
        yield Hit(
            operator,
            said,
            details=[("did you mean", f"`{near}`")] if near else (),
            fix=RenameKey(operator.node, near) if near else None,
        )

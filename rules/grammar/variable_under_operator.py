"""A policy variable stands where the operator takes none.

Policy variables are filled in under the operators that compare texts and ARNs. Under those that
compare numbers, dates, addresses, binary and truth values they are not, and AWS refuses them.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "${aws:PrincipalTag/max-age}"}}
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
      "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_VARIABLE_FOR_OPERATOR",),
    where="mentions_variables",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.conditions or not engine.may_hold_variables(statement.policy):
        return
    for condition in statement.conditions:
        if engine.use_of(condition) is None or engine.takes_variables(condition):
            continue
        for value in condition.values:
            if variable := engine.variable_in(value):
                yield Hit(
                    value, f"`{condition.operator}` takes no policy variable such as `{variable}`"
                )

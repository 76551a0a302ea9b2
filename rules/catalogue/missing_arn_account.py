"""An ARN lacks the account that its resource has.

The resources of most services belong to an account, and their ARNs name it. An ARN with nothing in
its fifth field matches none of them.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1::jobs"}
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("MISSING_ARN_ACCOUNT",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "account missing"):
        text = fault.arn.changed(4, "*")
        yield Hit(
            fault.word,
            f"no account in an ARN of `{fault.arn.service}`: every resource of this kind has one",
            fix=Replace(fault.word, text) if text is not None else None,
        )

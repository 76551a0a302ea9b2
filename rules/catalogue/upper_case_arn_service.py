"""The service in an ARN is written with capitals.

ARNs are compared with regard to case, and no service has a capital letter in its ARNs: `arn:aws:SQS:…`
matches nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:SQS:eu-west-1:111122223333:jobs"}
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
    aws_codes=("INVALID_ARN_SERVICE_CASE",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "service not in lower case"):
        service = fault.arn.service
        text = fault.arn.changed(2, service.lower())
        yield Hit(
            fault.word,
            f"`{service}` in an ARN is written `{service.lower()}`; case counts there",
            fix=Replace(fault.word, text) if text is not None else None,
        )

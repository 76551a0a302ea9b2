"""An ARN names a service that AWS does not have.

No resource has such an ARN: the statement reaches nothing by it. Mostly a slip of the pen; what stands
in ARNs is not always the name of the service either.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqqs:eu-west-1:111122223333:jobs"}
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

from iamlint import Catalog, Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_SERVICE",),
    supersedes=("unmatched-action", "action-needs-star", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "service unknown"):
        service = fault.arn.service
        near = catalog.suggest_services(service)
        text = fault.arn.changed(2, near[0]) if len(near) == 1 else None
        yield Hit(
            fault.word,
            f"AWS has no service whose ARNs hold `{service}`",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            fix=Replace(fault.word, text) if text is not None else None,
        )

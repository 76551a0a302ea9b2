"""An ARN lacks the region that its resource has.

The resources of most services live in a region, and their ARNs name it. An ARN with nothing in its
fourth field matches none of them; `*` there stands for every region.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::111122223333:jobs"}
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
    aws_codes=("MISSING_ARN_REGION",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "region missing"):
        text = fault.arn.changed(3, "*")
        yield Hit(
            fault.word,
            f"no region in an ARN of `{fault.arn.service}`: every resource of this kind has one",
            fix=Replace(fault.word, text) if text is not None else None,
        )

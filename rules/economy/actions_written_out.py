"""Actions are written out one by one, though they are all that one wildcard stands for.

An inventory for policies that come near their size limit. The shorter form reaches what AWS will add
under that name, too, so the fix is only made when asked for.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueues", "sqs:ListQueueTags"],
      "Resource": "*"
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
      "Action": ["sqs:List*"],
      "Resource": "*"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["sqs:ListQueues", "sqs:ListQueueTags"], "Resource": "arn:aws:sqs:eu-west-1:111122223333:*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Replace, Several, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="widens")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for found in engine.shorter(statement):
        first, *others = found.words
        yield Hit(
            first,
            f"this and {len(others)} more actions are all that `{found.pattern}` stands for",
            fix=Several((Replace(first, found.pattern), *map(Remove, others))),
        )

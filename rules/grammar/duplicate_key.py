"""A key stands twice in one object.

Readers of JSON take the last one and drop the first without a word; AWS refuses a policy in which
an element stands twice. What was written first is lost either way.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, Remove, rule


@rule(severity="error", since="0.1.0", fix="repairs", where="is_unusual_document")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for again in engine.repeated(policy):
        yield Hit(
            again,
            f"`{again.key.value}` stands twice here, and only the last one counts",
            also=[(again.first, "it stands here first")],
            fix=Remove(again.first) if again.alike else None,
        )

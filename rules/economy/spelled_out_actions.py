"""A list has every action of one kind that a service has.

A pattern says the same in fewer characters, which helps where a policy comes near its quota. It also
covers what AWS adds later.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "sqs:ListDeadLetterSourceQueues",
        "sqs:ListMessageMoveTasks",
        "sqs:ListQueueTags",
        "sqs:ListQueues"
      ],
      "Resource": "*"
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
      "Action": "sqs:List*",
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Replace, Several, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="widens", where="lists_actions")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for pattern, words in engine.shorter_actions(statement):
        fix = (Replace(words[0], pattern), *(Remove(word.node) for word in words[1:]))
        yield Hit(
            words[0],
            f"these {len(words)} actions are all that `{pattern}` stands for",
            fix=Several(fix, f"write `{pattern}`"),
            key=pattern,
        )

"""An action has not the form `service:Action`.

An action is the prefix of a service, a colon and a name of letters and digits, with `*` and `?` for
others; only `*` stands alone. Anything else is refused or matches no request.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": "sqs: SendMessage",
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(severity="error", since="0.1.0", fix="repairs", where="unlisted_actions")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word, fault in engine.action_faults(statement):
        if fault == "empty":
            yield Hit(word, "an action is empty")
        elif fault == "form" and not engine.left_open(word):
            mended = "".join(str(word).split())
            yield Hit(
                word,
                f"`{word}` is no action: it has not the form `service:Action`",
                severity="info" if engine.is_unfilled(word.literal or "") else "",
                fix=Replace(word, mended) if engine.is_action(mended) else None,
            )

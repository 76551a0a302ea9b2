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

Another sign stands where the colon should:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3.PutObject", "Resource": "arn:aws:s3:::reports/*"}]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*"}]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

import re
from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule

SIGN = re.compile(r"[^\w*?]+")
"""What may stand where the colon should."""


@rule(severity="error", since="0.1.0", fix="repairs", where="unlisted_actions")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word, fault in engine.action_faults(statement):
        if fault == "empty":
            yield Hit(word, "an action is empty")
        elif fault == "form" and not engine.left_open(word):
            meant = next(filter(engine.is_action, readings(str(word))), None)
            yield Hit(
                word,
                f"`{word}` is no action: it has not the form `service:Action`",
                severity="info" if engine.is_unfilled(word.literal or "") else "",
                fix=Replace(word, meant) if meant is not None else None,
            )


def readings(text: str) -> Iterator[str]:
    """What an action may be meant to be: without blanks and marks around it, with a colon for each
    sign in it, without what stands twice.
    """
    tight = "".join(text.split()).strip(",;")
    yield tight
    for found in SIGN.finditer(text.strip()):
        yield f"{text.strip()[: found.start()]}:{text.strip()[found.end() :]}"
    yield tight.partition(":")[2]

"""A statement's time is over.

It applied until a moment that has passed, and has done nothing since. What is allowed to sessions
that began before such a moment has ended, too, as no session is good for more than 36 hours.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"DateLessThan": {"aws:CurrentTime": "2021-06-30T23:59:59Z"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"DateLessThan": {"aws:CurrentTime": "2199-12-31T23:59:59Z"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html
"""

from collections.abc import Iterator
from datetime import datetime, timezone

from iamlint import Condition, Engine, Hit, rule


@rule(severity="info", persona="pedantic", since="0.1.0", where="tests_a_time")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not (condition.key.literal or "").lower().endswith("time"):
        return
    today = datetime.now(timezone.utc).date().isoformat()
    if engine.ends_before(condition, today):
        fate = "allows" if condition.statement.allows else "denies"
        yield Hit(
            condition.values[-1],
            f"the statement {fate} nothing any more: its time ended with `{condition.values[-1]}`",
        )

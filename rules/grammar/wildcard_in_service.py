"""An action has a wildcard in the prefix of its service.

A pattern may leave open the action, but not the service: IAM refuses `*:Get*` and `s*:Get*`. Only `*`
alone stands for the actions of all services.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*:Send*",
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
      "Action": "sqs:Send*",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    supersedes=("unmatched-action", "overbroad"),
    where="unlisted_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word, fault in engine.action_faults(statement):
        if fault == "service":
            yield Hit(word, f"`{word}` leaves the service open, which IAM refuses")

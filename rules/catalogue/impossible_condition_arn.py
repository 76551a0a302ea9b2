"""A condition compares with an ARN that nothing has.

A Region that does not exist, an account that is not of twelve digits, the Region and the account in
each other's place: no request comes with such an ARN. An Allow under the condition is dead, and a
Deny that makes an exception for the ARN makes none.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-11:111122223333:orders"}}
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
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:orders"}}
    }
  ]
}
```

Where only one of several values is such, the others still hold:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "ArnLike": {
          "aws:SourceArn": ["arn:aws:sns:eu-west-1:111122223333:orders", "arn:aws:sns:eu-west-1:1111-2222-3333:orders"]
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    supersedes=(
        "foreign-principal-test",
        "impossible-key-value",
        "mismatched-source",
        "self-defeating-condition",
        "unmet-trust-condition",
        "untrusted-caller",
    ),
    where="is_on_arn_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    found = list(engine.impossible_arns(condition))
    for cited in found:
        yield Hit(
            cited.word,
            f"no ARN has `{cited.shown}` for its {cited.field}"
            if cited.shown
            else f"an ARN of this kind has its {cited.field} in it",
            severity="info"
            if engine.is_unfilled(cited.word.literal or "")
            else ""
            if len(found) == len(condition.values)
            else "warning",
            confidence="likely",
        )

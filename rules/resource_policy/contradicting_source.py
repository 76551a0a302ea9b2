"""Source ARN and source account do not belong together.

Both conditions must hold. A call for a resource of one account never comes from another, so the
statement matches nothing.

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
        "ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:alarms"},
        "StringEquals": {"aws:SourceAccount": "444455556666"}
      }
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
      "Condition": {
        "ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:alarms"},
        "StringEquals": {"aws:SourceAccount": "111122223333"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("resource", "trust"))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for arn, account in engine.contradicting_sources(statement):
        yield Hit(
            arn,
            f"`{arn}` is not of account `{account}`: the statement matches nothing",
            also=[(account, "the account that is asked for")],
        )

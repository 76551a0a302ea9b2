"""A policy lets a service in for a source that it never sends.

A service that calls in its own name brings in `aws:SourceArn` the ARN of what it calls for: SNS that of a topic,
EventBridge that of a rule, S3 that of a bucket, never that of an object. A condition that wants something of another
service there, or `bucket/*`, is never met, and nothing arrives.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:uploads",
      "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:s3:::uploads/*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"}
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
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:uploads",
      "Condition": {
        "ArnLike": {"aws:SourceArn": ["arn:aws:s3:::uploads", "arn:aws:s3:::uploads-*"]},
        "StringEquals": {"aws:SourceAccount": "111122223333"}
      }
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
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:inbox",
      "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sqs:eu-west-1:111122223333:inbox"}}
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
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:inbox",
      "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:news"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", kinds=("resource",), supersedes=("source-without-account",))
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    service, what, words = (
        engine.unsent_sources(condition) if condition.statement.allows else ("", "", [])
    )
    for word in words:
        yield Hit(
            word,
            f"`{service}` never calls for `{word}`: its source is {what}",
            severity="" if len(words) == len(condition.values) else "warning",
            confidence="likely",
        )

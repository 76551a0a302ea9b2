"""The source of a call is a log group without `:*`.

CloudWatch Logs gives the ARN of a log group with `:*` behind it as the source. Without it the
condition never holds.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "logs.amazonaws.com"},
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize",
      "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:log-group:app"}
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
      "Principal": {"Service": "logs.amazonaws.com"},
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize",
      "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:log-group:app:*"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Replace, rule


@rule(severity="warning", since="0.1.0", kinds=("resource",), fix="repairs")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    for value in engine.bare_log_groups(condition):
        yield Hit(
            value,
            f"`{value}` is never the source: CloudWatch Logs adds `:*`",
            fix=Replace(value, value.text + ":*"),
        )

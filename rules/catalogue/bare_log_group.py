"""A log group is named without the `:*` that its requests carry.

CloudWatch Logs authorises most requests on `…:log-group:NAME:*` or on a stream below it. An ARN that
ends with the name of the group matches none of them: nothing is ever written. In Terraform the
attribute `arn` of a log group has no `:*`, in CloudFormation `GetAtt LogGroup.Arn` has it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports"
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
      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports:*"
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    supersedes=("unmatched-action",),
    where="unmatched_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in statement.resources or ():
        dead = engine.dead_without(statement, word, suffix=":*", service="logs")
        if dead:
            yield Hit(
                word,
                f"log group without `:*`, which no request for {engine.listed(dead)} matches",
                fix=Replace(word, word.text + ":*"),
            )

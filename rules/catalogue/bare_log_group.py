"""A log group is named without the `:*` that its requests carry.

CloudWatch Logs authorises most requests on `…:log-group:NAME:*` or on a stream below it. An ARN that
ends with the name of the group matches none of them: nothing is ever written. In Terraform the
attribute `arn` of a log group has no `:*`, in CloudFormation `GetAtt LogGroup.Arn` has it. Of
`logs:CreateLogGroup` the reference and the guide say different things: it is a warning alone.

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

A group that stands beside one that is named well gets nothing either:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/web:*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports"
      ]
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/web:*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports:*"
      ]
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
      "Resource": [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports:*"
      ]
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
    supersedes=("idle-resource",),
    where="names_log_groups",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in statement.resources or ():
        dead = engine.dead_without_streams(statement, word)
        if dead:
            yield Hit(
                word,
                f"log group without `:*`, which no request for {engine.listed(dead)} matches",
                # the reference lists the bare form for it, the guide demands `:*`
                severity="warning" if dead == ["logs:CreateLogGroup"] else "",
                confidence="likely" if dead == ["logs:CreateLogGroup"] else "certain",
                fix=Replace(word, word.text + ":*"),
            )
        elif engine.idle_without_streams(statement, word):
            yield Hit(
                word,
                "log group without `:*`, which no request for the statement's actions matches",
                severity="warning",
                confidence="likely",
                fix=Replace(word, word.text + ":*"),
            )

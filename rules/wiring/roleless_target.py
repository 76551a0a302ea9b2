"""Something has a target that it can only call with a role, and names none.

A rule of EventBridge calls streams, state machines, tasks, jobs, builds, pipelines, delivery streams
and API destinations with the rights of the role that the target names. So it does everything that
belongs to another account: an event bus (of targets that were made after March 2, 2023), a queue, a
topic, a function. A subscription of logs to a stream or a delivery stream, and one of a topic to a
delivery stream, need a role, too. AWS refuses them without one, and the deployment fails. The role of
a rule itself is another and does not count.

```yaml bad
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 day)
      Targets:
        - Id: build
          Arn: arn:aws:codebuild:eu-west-1:111122223333:project/app
          #    ^
```

```yaml good
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 day)
      Targets:
        - Id: build
          Arn: arn:aws:codebuild:eu-west-1:111122223333:project/app
          RoleArn: arn:aws:iam::111122223333:role/nightly
```

```yaml bad
Resources:
  Ship:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: /app
      FilterPattern: ""
      DestinationArn: arn:aws:kinesis:eu-west-1:111122223333:stream/logs
      #               ^
```

```yaml good
Resources:
  Ship:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: /app
      FilterPattern: ""
      DestinationArn: arn:aws:lambda:eu-west-1:111122223333:function:ship
```

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_cloudwatch_event_rule" "forward" {
  name          = "forward"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "forward" {
  rule = aws_cloudwatch_event_rule.forward.name
  arn  = "arn:aws:events:eu-west-1:111122223333:event-bus/central"
  #      ^
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_cloudwatch_event_rule" "forward" {
  name          = "forward"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "forward" {
  rule     = aws_cloudwatch_event_rule.forward.name
  arn      = "arn:aws:events:eu-west-1:111122223333:event-bus/central"
  role_arn = "arn:aws:iam::444455556666:role/forward"
}
```

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.roleless():
        why = "belongs to another account and " if lack.across else ""
        actions = engine.listed(lack.actions)
        role = f"a role that {lack.principal} may assume and that may {actions} on it"
        yield Hit(
            lack.wire,
            f"{lack.called} {why}is called with a role, and none is named: the deployment fails",
            details=[("missing", role)],
            confidence=lack.confidence,
        )

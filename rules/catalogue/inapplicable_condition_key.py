"""A condition tests a key that requests for the statement's actions never carry.

A service sets its keys for some actions only, and some of them only for some types of resources:
`s3:prefix` comes with listing a bucket, not with reading an object. Where the key is missing, a
condition that wants a value fails: that action is never allowed, or never denied, by the statement.
Forbidding a value and `…IfExists` hold without the key: they are reported only where no action of
the statement ever carries the key, so that the condition tests nothing; `Null: true` never.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringLike": {"s3:prefix": "home/*"}}
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
      "Action": ["iam:PassRole", "iam:GetRole"],
      "Resource": "arn:aws:iam::111122223333:role/worker",
      "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    }
  ]
}
```

A call that takes several resources at once is allowed on each by itself: that of an image has no
`ec2:InstanceType`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ec2:RunInstances",
      "Resource": ["arn:aws:ec2:eu-west-1:111122223333:instance/*", "arn:aws:ec2:eu-west-1::image/*"],
      "Condition": {"StringEquals": {"ec2:InstanceType": "t4g.nano"}}
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
      "Action": "ec2:RunInstances",
      "Resource": ["arn:aws:ec2:eu-west-1:111122223333:instance/*", "arn:aws:ec2:eu-west-1::image/*"],
      "Condition": {"StringEqualsIfExists": {"ec2:InstanceType": "t4g.nano"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringLike": {"s3:prefix": "home/*"}}
    },
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/home/*"}
  ]
}
```

Some keys are in the reference without an action that carries them. Which requests they come with is not
known:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sagemaker:CreateTrainingJob",
      "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/*",
      "Condition": {
        "ArnEquals": {
          "sagemaker:VolumeKmsKey": "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "MISSING_ACTION_FOR_CONDITION_KEY"),
    supersedes=("subsumed-statement",),
    where="is_on_service_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    if not (statement.allows or statement.denies):
        return
    if not engine.needs_key(condition):
        if engine.is_empty_test(condition):
            yield Hit(
                condition.key,
                f"no request for {engine.listed(map(str, statement.actions or ()))} carries "
                f"`{condition.key}`: with `{condition.operator}` the condition always holds",
                severity="warning",
                confidence="likely",
            )
        return
    keyless = engine.keyless_actions(condition)
    if not keyless:
        bare = engine.keyless_resources(condition) if statement.allows else ()
        if bare:
            yield Hit(
                condition.key,
                f"`{condition.key}` comes with some of the resources that "
                f"{engine.listed(map(str, statement.actions or ()))} takes at once, and is asked of "
                f"{engine.listed(map(str, bare))}, with which it never comes: nothing is allowed there",
                also=[(word, "never comes with this") for word in bare[:3]],
                severity="warning",
                confidence="likely",
            )
        return
    done = "allowed" if statement.allows else "denied"
    carriers = engine.carriers_of(str(condition.key))
    details = [("comes with", engine.listed(carriers))] if carriers else []
    if len(keyless) == len(statement.actions or ()) and not statement.gaps:
        yield Hit(
            condition.key,
            f"no request for {engine.listed(map(str, keyless))} carries `{condition.key}` here: "
            f"nothing is {done}",
            details=details,
            confidence="likely",
        )
        return
    for word in keyless:
        yield Hit(
            word,
            f"no request for `{word}` carries `{condition.key}` here: it is never {done}",
            also=[(condition.key, "the condition")],
            details=details,
            # a pattern is written for a family, and one of it that stays dead may be known
            severity="info" if engine.is_pattern(word) else "warning",
            confidence="likely",
        )

"""A statement demands a tag in the request and shuts out its key.

`aws:RequestTag/team` must be there, and all of `aws:TagKeys` must be among keys of which `team` is none: no
request meets both.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["dynamodb:CreateTable", "dynamodb:TagResource"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/app-*",
      "Condition": {
        "StringEquals": {"aws:RequestTag/team": "web"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["owner"]}
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
      "Action": ["dynamodb:CreateTable", "dynamodb:TagResource"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/app-*",
      "Condition": {
        "StringEquals": {"aws:RequestTag/team": "web"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["owner", "team"]}
      }
    },
    {
      "Effect": "Allow",
      "Action": ["sqs:CreateQueue", "sqs:TagQueue"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:app-*",
      "Condition": {
        "StringEqualsIfExists": {"aws:RequestTag/team": "web"},
        "ForAllValues:StringLike": {"aws:TagKeys": ["cost-*"]}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html#access_tags_control-tag-keys
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("refused-session",), where="is_on_every_tag")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    demanded = engine.demanded_tag_shut_out(condition)
    if demanded is not None:
        done = "allowed" if condition.statement.allows else "denied"
        yield Hit(
            condition.key,
            f"`{demanded.key}` is demanded, and its key is none of these: nothing is {done}",
            also=[(demanded.key, "the tag that must be there")],
        )

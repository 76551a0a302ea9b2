"""A condition on tags does not say which tag.

`aws:ResourceTag`, `aws:RequestTag`, `aws:PrincipalTag` and their like end in a slash and the name of a
tag. Without it there is no such key, and AWS refuses the policy.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:ResourceTag": "orders"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "orders"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("MISSING_TAG_KEY_IN_CONDITION",),
    where="is_on_odd_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if engine.lacks_tag_key(condition):
        name = (condition.key.literal or "").rstrip("/")
        yield Hit(condition.key, f"`{name}` does not say which tag: write `{name}/KEY`")

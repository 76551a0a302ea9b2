"""Whoever is held to a tag may write it.

An Allow by `aws:ResourceTag/…` reaches what bears the tag. If the same policy lets its holder tag any
resource of the service, he gives the tag to whatever he wants to reach. Hold tagging to the same tag, or
to other keys with `aws:TagKeys`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ec2:TerminateInstances",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "data"}}
    },
    {
      "Effect": "Allow",
      "Action": "ec2:CreateTags",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*"
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
      "Action": "ec2:TerminateInstances",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "data"}}
    },
    {
      "Effect": "Allow",
      "Action": "ec2:CreateTags",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
      "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="warning", since="0.1.0", kinds=("identity",), where="asks_for_a_tag")
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    held = engine.held_by_tag(policy)
    for statement in policy.statements if held else ():
        found = engine.may_tag(statement, held)
        if found is None or engine.tagging_is_denied(policy, engine.service_of(found[0])):
            continue
        word, condition = found
        yield Hit(
            word,
            f"`{word}` may give a resource the tag that `{condition.key}` asks for",
            also=[(condition.key, "this access hangs on the tag")],
        )

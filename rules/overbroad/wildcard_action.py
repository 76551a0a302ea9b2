"""An action has a wildcard, so that it reaches whatever AWS will add under that name.

An inventory for audits. The fix writes the actions out that the wildcard stands for today; it is only
made when asked for, since most wildcards are meant and the list may be long. In a resource's policy
it is not made, as some services refuse actions there that do not fit the resource; all of a service
(`s3:*`) is told there by `wildcard-action-in-resource-policy`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["sqs:Get*"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator
from functools import partial

from iamlint import AddItem, Engine, Hit, Remove, Replace, SetKey, Several, Statement, Word, rule


@rule(
    severity="info",
    persona="auditor",
    since="0.1.0",
    fix="narrows",
    kinds=("identity", "resource"),
    where="wild_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for action in engine.wild_actions(statement) if statement.allows else ():
        literal = action.literal or ""
        if ":" not in literal or engine.every_action(action):
            continue
        at_resource = statement.policy.kind == "resource"
        if at_resource and engine.whole_service(action):
            continue
        names = engine.names_of(action)
        if names:
            yield Hit(
                action,
                f"`{literal}` stands for {len(names)} action{'s' * (len(names) > 1)} today",
                fix=None if at_resource else partial(written_out, statement, action, engine),
            )


def written_out(statement: Statement, action: Word, engine: Engine) -> SetKey | Several | Remove:
    """The actions in place of the pattern, but for those that stand beside it already."""
    others = {str(word) for word in statement.actions or () if word is not action}
    names = [name for name in engine.names_in(statement, action) if name not in others]
    if not others:
        return SetKey(statement.node, "Action", names)
    if not names:
        return Remove(action.node)
    return Several((Replace(action, names[0]), AddItem(statement, "Action", tuple(names[1:]))))

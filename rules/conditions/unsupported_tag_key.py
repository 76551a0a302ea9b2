"""A statement tests a tag in requests for actions that never carry one.

An action whose requests have no such key never meets the condition: an Allow does not allow it, a Deny
does not deny it. Give these actions a statement of their own.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["ec2:TerminateInstances", "ec2:DescribeInstances"],
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/env": "prod"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ec2:TerminateInstances",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/env": "prod"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, MoveItems, rule


@rule(
    severity="warning",
    since="0.1.0",
    fix="narrows",
    aws_codes=(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    ),
    where="tag_test",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    tag, statement = engine.tag_test(condition), condition.statement
    if not tag or engine.holds_if_absent(condition) is not False:
        return
    if engine.wanted_tags(statement)[tag] is not condition:
        return  # said of the first
    if not statement.grants and not statement.denies:
        return  # a boundary or service control policy names more than it means to grant
    fate = "allowed" if statement.allows else "denied"
    if statement.not_actions is not None:
        yield Hit(
            condition.key,
            f"many actions never carry `{condition.key}`: NotAction names them too, and they are "
            f"never {fate}",
            severity="info",
        )
    lacking = engine.never_tagged(statement, tag)
    rest = engine.without(condition) if lacking else {}
    for word in lacking:
        yield Hit(
            word,
            f"`{word}` never carries `{condition.key}`: it is not {fate} here",
            also=[(condition.key, "the key that it lacks")],
            severity="" if engine.is_about_nothing_tagged(word, tag) else "info",
            fix=MoveItems(statement, "Action", (word,), rest),
            safety="widens" if statement.allows else "narrows",
        )

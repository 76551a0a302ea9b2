"""A statement tests a tag in requests for actions that never carry one.

An action whose requests have no such key never meets the condition: an Allow does not allow it, a Deny
does not deny it. Give these actions a statement of their own. `aws:RequestTag` is in requests that set tags alone: to
stop or start what bears a tag, `aws:ResourceTag` is meant.

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

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ec2:StartInstances", "ec2:StopInstances"],
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
      "Condition": {"StringEquals": {"aws:RequestTag/team": "search"}}
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
      "Action": "ec2:CreateVolume",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:volume/*",
      "Condition": {"StringEquals": {"aws:RequestTag/team": "search"}}
    },
    {
      "Effect": "Allow",
      "Action": "ec2:CreateTags",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:volume/*",
      "Condition": {"StringEquals": {"ec2:CreateAction": "CreateVolume"}}
    }
  ]
}
```

```hcl bad
data "aws_iam_policy_document" "ops" {
  statement {
    actions   = ["ec2:CreateVolume", "sqs:SendMessage"]
    resources = ["arn:aws:ec2:eu-west-1:111122223333:volume/*", "arn:aws:sqs:eu-west-1:111122223333:jobs"]
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/team"
      #          ^
      values   = ["search"]
    }
  }
}

resource "aws_iam_policy" "ops" {
  name   = "ops"
  policy = data.aws_iam_policy_document.ops.json
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, MoveItems, rule

MOST = 8


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
    where="is_on_a_tag",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    tag, statement = engine.tag_test(condition), condition.statement
    if not tag or (not statement.grants and not statement.denies):
        return  # a boundary or service control policy names more than it means to grant
    held = engine.holds_if_absent(condition)
    if held is None or (held and not (statement.denies and statement.not_actions)):
        return
    if not held and engine.wanted_tags(statement)[tag] is not condition:
        return  # said of the first
    fate = "always denied" if held else "never allowed" if statement.allows else "never denied"
    if statement.not_actions is not None:
        yield Hit(
            condition.key,
            f"many actions never carry `{condition.key}`: NotAction names them too, and they are "
            f"{fate}",
            severity="info",
        )
        return
    lacking = engine.never_tagged(statement, tag)
    rest = engine.without(condition) if lacking else {}
    alone = len(lacking) == len(statement.actions or ())
    grave = tuple(
        word
        for word in lacking
        if engine.never_bears(word, tag) or (alone and engine.takes_no_tags(word, tag))
    )
    for words in (grave, tuple(word for word in lacking if word not in grave)):
        if words:
            yield Hit(
                condition.key,
                f"no request for {engine.listed(map(str, words))} carries `{condition.key}`: {fate}",
                also=[(word, "never carries the key") for word in words[:MOST]],
                severity="" if words is grave else "info",
                fix=MoveItems(statement, "Action", words, rest),
                safety="widens" if statement.allows else "narrows",
                key=" ".join(map(str, words)),
            )

"""An Allow to create asks for a tag of the thing that is not there yet.

While a resource is being created it has no tags; those it is to get are in the request, under
`aws:RequestTag/…`. With `aws:ResourceTag/…` the call is never allowed.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:CreateTable",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/*",
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "data"}}
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
      "Action": "dynamodb:CreateTable",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/*",
      "Condition": {"StringEquals": {"aws:RequestTag/team": "data"}}
    }
  ]
}
```

A call that takes things which are there may ask for their tags, and not for those of what it makes:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ec2:RunInstances",
      "Resource": [
        "arn:aws:ec2:eu-west-1:111122223333:instance/*",
        "arn:aws:ec2:eu-west-1:111122223333:volume/*"
      ],
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "data"}}
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
      "Resource": [
        "arn:aws:ec2:eu-west-1:111122223333:subnet/*",
        "arn:aws:ec2:eu-west-1:111122223333:security-group/*"
      ],
      "Condition": {"StringEquals": {"aws:ResourceTag/team": "data"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, RenameKey, rule


@rule(severity="warning", since="0.1.0", fix="repairs", where="is_on_a_tag")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    if engine.tag_test(condition) != "aws:resourcetag/":
        return
    if not statement.grants and not statement.denies:
        return
    if not engine.needs_key(condition):
        return
    created = [word for word in statement.actions or () if engine.makes_all_named(word, statement)]
    tag = str(condition.key).partition("/")[2]
    for word in created:
        yield Hit(
            condition.key,
            f"`{word}` creates what would have the tag: it is in `aws:RequestTag/{tag}`",
            also=[(word, "nothing is there yet")],
            confidence="likely",
            # some services look at the tags to come: who asks for both, or beside actions on what
            # is there, may know it
            severity="" if statement.grants and engine.asks_of_created_alone(condition) else "info",
            fix=RenameKey(condition.key.node, f"aws:RequestTag/{tag}")
            if engine.creates_only(statement)
            else None,
            # in an Allow it makes a dead grant come alive, in a Deny it denies what was not
            safety="repairs" if statement.grants else "narrows",
        )
        return

"""A condition is about something that only a second, ungranted action may put into the request.

A request that tags what it creates is authorised twice: for creating and for tagging. A statement
that allows `ec2:RunInstances` only with a tag needs `ec2:CreateTags` as well; without it every
request is denied, those without the tag by the condition and those with it for the missing action.
The other statements of the same policy are looked at. Another policy of the same principal may hold
the action, so this is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ec2:CreateVolume",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:volume/*",
      "Condition": {"StringEquals": {"aws:RequestTag/team": "data"}}
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
      "Action": ["ec2:CreateVolume", "ec2:CreateTags"],
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:volume/*",
      "Condition": {"StringEquals": {"aws:RequestTag/team": "data"}}
    }
  ]
}
```

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Condition, Engine, Hit, rule


@rule(
    severity="warning",
    persona="pedantic",
    since="0.1.0",
    fix="widens",
    aws_codes=("MISSING_ACTION_FOR_CONDITION_KEY",),
    where="may_need_companions",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    statement = condition.statement
    if not statement.grants or not engine.needs_key(condition):
        return
    for word in statement.actions or ():
        lacking = engine.lacking_companions(statement, word, str(condition.key))
        if lacking:
            names = engine.listed(lacking)
            yield Hit(
                word,
                f"`{word}` with `{condition.key}` needs {names} too, which this policy does not "
                "allow",
                also=[(condition.key, "wants the request to carry it")],
                confidence="unverified",
                fix=AddItem(statement, "Action", lacking, f"allow {names}"),
            )

"""Another account may rewrite the policy of a resource.

Who may change the policy can give himself all other actions, and take them from the owner. Where no
document tells in which account the resource is, it is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/app"},
      "Action": ["sqs:SendMessage", "sqs:SetQueueAttributes"],
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/app"},
      "Action": ["sqs:SendMessage"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

Where nothing tells whose the resource is, two accounts that may do so are one too many:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

KEY = "kms:key"


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("resource",),
    supersedes=("wildcard-action-in-resource-policy",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows:
        return
    own = engine.own_accounts(statement)
    actions = engine.lets_rewrite(statement)
    if not actions:
        return
    if not own:
        rivals = list(engine.rivals(statement))
        for entry, account, other in rivals:
            yield Hit(
                entry,
                f"accounts `{account}` and `{other}` may both {engine.listed(actions)}: one of them is "
                "not the owner",
            )
        if rivals or statement.policy.resource_type == KEY:
            return  # the policy of a key names who administers it, and mostly the account it is in
    for entry in statement.principals or ():
        account = engine.account_named(entry)
        if account and account not in own:
            unless = "" if own else ", unless the resource is its own"
            yield Hit(
                entry,
                f"account `{account}` may {engine.listed(actions)}: it decides who may what{unless}",
                confidence="certain" if own else "unverified",
            )

"""Two statements of a policy have the same Sid.

IAM refuses an identity policy whose Sids are not unique. Elsewhere it mostly goes through, but what
refers to a statement by its Sid no longer says which one is meant.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Sid": "Jobs"
    },
    {
      "Effect": "Allow",
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Sid": "Jobs"
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
      "Sid": "SendJobs"
    },
    {
      "Effect": "Allow",
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Sid": "ReceiveJobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNIQUE_SIDS_REQUIRED", "UNIQUE_SIDS_RECOMMENDED"),
    where="repeats_a_sid",
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if len(policy.statements) < 2:
        return
    seen: dict[str, Statement] = {}
    for statement in policy.statements:
        sid = statement.sid
        if sid is None or not sid.literal:
            continue
        first = seen.setdefault(sid.literal, statement)
        if first is statement or first.sid is None or never_both(first, statement):
            continue
        yield Hit(
            sid,
            f"the Sid `{sid.literal}` stands twice in this policy",
            also=[(first.sid, "it stands here first")],
            severity="" if engine.sids(policy).unique == "required" else "info",
        )


def never_both(first: Statement, second: Statement) -> bool:
    """They stand under conditions of which only one holds."""
    return any((name, not wanted) in second.when for name, wanted in first.when)

"""A key is no element of the policy language.

The names of elements are case-sensitive, and there are no others: AWS refuses a policy with a key
that it does not know, be it a slip or a comment.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resources": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Comment": "for the workers"
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
      "Sid": "ForTheWorkers"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, RenameKey, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_POLICY_ELEMENT",),
    where="is_unusual_document",
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for stray in engine.strays(policy):
        yield Hit(
            stray,
            f"a {stray.within} has no element `{stray.key.value}`",
            details=[("did you mean", f"`{stray.meant}`")] if stray.meant else (),
            fix=RenameKey(stray.key, stray.meant) if stray.meant else None,
        )

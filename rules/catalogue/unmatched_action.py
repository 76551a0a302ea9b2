"""An action can never match any resource of its statement.

IAM compares the ARN of what a request is about with the statement's resources. `s3:GetObject` is
about an object, `s3:ListBucket` about a bucket; a statement with the one's ARN grants nothing for
the other. One ARN that fits is enough, so only actions without any are reported.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::acme-reports"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
```

Some resources are in the reference without an action that is about them, as the alias of a state machine.
What reaches them is not known:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "states:StartExecution",
      "Resource": "arn:aws:states:eu-west-1:111122223333:stateMachine:import:PROD"
    }
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, MoveItems, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    supersedes=("idle-resource",),
    where="unmatched_actions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in engine.unmatched_actions(statement):
        if engine.needs_star(word) or engine.lacks_streams_alone(statement, word):
            continue  # rules of their own speak of these
        fitting = engine.fitting_resources(statement, word)
        yield Hit(
            word,
            f"`{word}` can never match the statement's "
            + ("resource" if len(statement.resources or ()) == 1 else "resources"),
            also=[
                (one, "not an ARN that the action is about") for one in statement.resources or ()
            ][:2],
            severity="info" if engine.is_generated(statement, word) else "",
            details=[("acts on", kind) for kind in engine.acts_on(word, statement)],
            fix=MoveItems(statement, "Action", (word,), {"Resource": list(fitting)})
            if fitting
            else None,
        )

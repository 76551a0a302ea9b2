"""An action that knows no resources is limited to an ARN.

Such an action is authorised on `*` and matches nothing else: `ecr:GetAuthorizationToken` on a
repository's ARN grants nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecr:GetAuthorizationToken",
      "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/app"
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": "ecr:BatchGetImage",
      "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/app"
    }
  ]
}
```

S3 checks the listing of all buckets on `arn:aws:s3:::*` too, where the star is no pattern: the ARN of one bucket does
not fit it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::acme-data"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*"}]
}
```

The policy of a resource that is shared with others lets them see it in their lists:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "444455556666"
      },
      "Action": [
        "imagebuilder:GetComponent",
        "imagebuilder:ListComponents"
      ],
      "Resource": "arn:aws:imagebuilder:eu-west-1:111122223333:component/hardening/1.0.0/1"
    }
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
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
    effect = "denied" if statement.denies else "allowed"
    for word in engine.unmatched_actions(statement):
        if engine.needs_star(word):
            yield Hit(
                word,
                f"`{word}` is authorised on `*` only: on these resources it is never {effect}",
                severity="info" if engine.is_generated(statement, word) else "",
                confidence="likely" if engine.is_checked_on_all(word) else "certain",
                fix=MoveItems(statement, "Action", (word,), {"Resource": "*"}),
            )

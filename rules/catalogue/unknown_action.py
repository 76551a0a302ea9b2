"""An action does not exist in its service.

AWS accepts some such policies and refuses others; in both cases nothing is granted by the name. When
a service of another name has the action, that one is suggested.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMesage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "ec2:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}]
}
```

```python bad
import json

import boto3

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sqs:SendMesage",
            #         ^
            "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
        }
    ],
}
boto3.client("iam").put_role_policy(
    RoleName="worker", PolicyName="send", PolicyDocument=json.dumps(POLICY)
)
```

```python good
from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs


class Jobs(Stack):
    def __init__(self, scope, id, **options):
        super().__init__(scope, id, **options)
        jobs = sqs.Queue(self, "Jobs")
        worker = iam.Role(self, "Worker", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        worker.add_to_policy(
            iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[jobs.queue_arn])
        )
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:Get*"], "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

Where several are near and one of them is a slip of the pen away, that one is meant:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "logs:PutLogEvent",
      "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports:*"
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
      "Action": "logs:PutLogEvents",
      "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports:*"
    }
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Replace, Statement, rule

SLIPS = 50
"""With more in one statement they are no slips of the pen, and nothing is suggested any more."""


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ACTION",),
    where="unlisted_actions",
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for number, word in enumerate(engine.unlisted_actions(statement)):
        action = word.literal or ""
        if catalog.action(action) or "*" in action or "?" in action:
            continue
        service, colon, name = action.partition(":")
        if not colon or not catalog.has_service(service) or not engine.has_action_form(action):
            continue
        if catalog.retired(action) or catalog.actions_behind(action):
            continue
        near = catalog.suggest_actions(action) if number < SLIPS else ()
        meant = catalog.meant(action, near)
        yield Hit(
            word,
            f"`{service}` has no action `{name}`",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            fix=Replace(word, meant) if meant else None,
        )

"""A policy reaches sensitive actions: what it amounts to, in a line.

An inventory for audits: how many actions that reveal data, hand out credentials, change permissions,
destroy something and so on the `Allow` statements reach together, whatever their resources and
conditions.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-reports/*"}]}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:GetQueueUrl", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("identity",))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    reached = engine.sensitive_reach(policy)
    if reached:
        counts = ", ".join(f"{category} {len(names)}" for category, names in reached.items())
        yield Hit(policy, f"sensitive actions that it reaches: {counts}", key="reach")

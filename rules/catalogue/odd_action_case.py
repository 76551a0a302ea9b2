"""An action is not written as AWS writes it.

IAM does not look at the case of actions, people and tools that search for them do.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "S3:getObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

```python bad
from aws_cdk import aws_iam as iam

iam.PolicyStatement(actions=["S3:getObject"], resources=["arn:aws:s3:::acme-reports/*"])
```

```python fixed
from aws_cdk import aws_iam as iam

iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::acme-reports/*"])
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="safe")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word, right in engine.oddly_written(statement):
        yield Hit(word, f"AWS writes `{right}`", fix=Replace(word, right))

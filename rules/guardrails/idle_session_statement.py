"""A statement of a session policy allows nothing that the role is granted.

A session policy only limits. The code has the role assumed for something that the role may not do, or on something
else than it may do it on: the name of a bucket, a path or an action differs. Calls with the session are denied.

```python bad name=collect.py
import json

import boto3

SCOPE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-reports"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-report/monthly/*"},
    ],
}

boto3.client("sts").assume_role(
    RoleArn="arn:aws:iam::111122223333:role/collector", RoleSessionName="collect", Policy=json.dumps(SCOPE)
)
```

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "collector" {
  name = "collector"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/hub" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "collector" {
  name = "read"
  role = aws_iam_role.collector.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::acme-reports" },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-reports/*" },
    ]
  })
}
```

```python good name=collect.py
import json

import boto3

SCOPE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-reports"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/monthly/*"},
    ],
}

boto3.client("sts").assume_role(
    RoleArn="arn:aws:iam::111122223333:role/collector", RoleSessionName="collect", Policy=json.dumps(SCOPE)
)
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "collector" {
  name = "collector"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/hub" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "collector" {
  name = "read"
  role = aws_iam_role.collector.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::acme-reports" },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-reports/*" },
    ]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0", supersedes=("session-beyond-role",))
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for idle in estate.limits.idle_statements():
        role = idle.limit.role
        yield Hit(
            idle.words[0],
            f"{engine.listed(map(str, idle.words))} is allowed here on nothing that {role.address} is "
            "granted: sessions may not do it",
            also=[(role, "its own policies do not allow it there")],
            confidence="likely",
            key=" ".join(map(str, idle.words)),
        )

"""A service control policy denies to create something as it is declared.

A guardrail denies volumes, databases or file systems that are not encrypted, or instances of other types
than a few. It hits whoever deploys the declaration: what it declares is never made.

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "EncryptedDatabases",
      "Effect": "Deny",
      "Action": "rds:CreateDBInstance",
      "Resource": "*",
      "Condition": {"Bool": {"rds:StorageEncrypted": "false"}}
    }
  ]
}
```

```yaml bad name=stack.yaml
Resources:
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.small
      AllocatedStorage: "20"
      MasterUsername: orders
      ManageMasterUserPassword: true
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "EncryptedDatabases",
      "Effect": "Deny",
      "Action": "rds:CreateDBInstance",
      "Resource": "*",
      "Condition": {"Bool": {"rds:StorageEncrypted": "false"}}
    }
  ]
}
```

```yaml good name=stack.yaml
Resources:
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.small
      AllocatedStorage: "20"
      MasterUsername: orders
      ManageMasterUserPassword: true
      StorageEncrypted: true
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SmallInstances",
      "Effect": "Deny",
      "Action": "ec2:RunInstances",
      "Resource": "arn:aws:ec2:*:*:instance/*",
      "Condition": {"StringNotLike": {"ec2:InstanceType": ["t3.*", "t4g.*"]}}
    }
  ]
}
```

```hcl bad name=main.tf
resource "aws_instance" "runner" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7i.large"

  iam_instance_profile = aws_iam_instance_profile.runner.name
}

resource "aws_iam_instance_profile" "runner" {
  name = "runner"
  role = aws_iam_role.runner.name
}

resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SmallInstances",
      "Effect": "Deny",
      "Action": "ec2:RunInstances",
      "Resource": "arn:aws:ec2:*:*:instance/*",
      "Condition": {
        "StringNotLike": {"ec2:InstanceType": ["t3.*", "t4g.*"]},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform-*"}
      }
    }
  ]
}
```

```hcl good name=main.tf
resource "aws_instance" "runner" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7i.large"

  iam_instance_profile = aws_iam_instance_profile.runner.name
}

resource "aws_iam_instance_profile" "runner" {
  name = "runner"
  role = aws_iam_role.runner.name
}

resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"

[[scps]]
file = "scp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.declared_denied():
        declared = [(found.resource, "declared here")] if found.node is not None else []
        yield Hit(
            found.node or found.resource,
            f"a service control policy denies `{found.action}` where `{found.key}` is "
            f"`{found.value}`, as {found.resource.address} is declared",
            also=[(found.condition, "denied here"), *declared],
            confidence="likely",
            key=f"{found.resource.address} {found.key}",
        )

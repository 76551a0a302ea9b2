"""A role is assumed without the external ID that it wants, or with another.

The trust policy lets in only who sends an external ID that it names. The code of a function or a
script, a provider of Terraform or a step of a workflow sends another one, or none. The call is denied, whatever the policies
of the caller allow.

```yaml bad name=app/stack.yaml
Resources:
  Caller:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          import boto3

          def handler(event, context):
              sts = boto3.client("sts")
              return sts.assume_role(
                  RoleArn="arn:aws:iam::444455556666:role/data", RoleSessionName="caller", ExternalId="tenant-42"
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::444455556666:role/data"}
```

```yaml bad name=data/stack.yaml
Resources:
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/caller"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: tenant-24}}
```

```toml bad name=iamlint.toml
[accounts]
"app/**" = "111122223333"
"data/**" = "444455556666"
```

```yaml bad name=app/stack.yaml
Resources:
  Caller:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          import boto3

          def handler(event, context):
              sts = boto3.client("sts")
              return sts.assume_role(
                  RoleArn="arn:aws:iam::444455556666:role/data", RoleSessionName="caller"
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::444455556666:role/data"}
```

```yaml bad name=data/stack.yaml
Resources:
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/caller"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: tenant-42}}
```

```toml bad name=iamlint.toml
[accounts]
"app/**" = "111122223333"
"data/**" = "444455556666"
```

```yaml bad name=data/stack.yaml
Resources:
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/report"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: tenant-24}}
```

```python bad name=scripts/report.py
import boto3

IDS = {"444455556666": "tenant-42"}

for account, external in IDS.items():
    boto3.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/data", RoleSessionName="report", ExternalId=external
    )
```

```toml bad name=iamlint.toml
[accounts]
"data/**" = "444455556666"
```

```yaml good name=app/stack.yaml
Resources:
  Caller:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          import boto3

          def handler(event, context):
              sts = boto3.client("sts")
              return sts.assume_role(
                  RoleArn="arn:aws:iam::444455556666:role/data", RoleSessionName="caller", ExternalId="tenant-42"
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::444455556666:role/data"}
```

```yaml good name=data/stack.yaml
Resources:
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/caller"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: [tenant-42, tenant-24]}}
```

```toml good name=iamlint.toml
[accounts]
"app/**" = "111122223333"
"data/**" = "444455556666"
```

```yaml good name=app/stack.yaml
Resources:
  Caller:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          import boto3

          def handler(event, context):
              sts = boto3.client("sts")
              return sts.assume_role(
                  RoleArn="arn:aws:iam::444455556666:role/data", RoleSessionName="caller", ExternalId="tenant-42"
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::444455556666:role/data"}
```

```yaml good name=data/stack.yaml
Resources:
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/caller"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: tenant-42}}
```

```toml good name=iamlint.toml
[accounts]
"app/**" = "111122223333"
"data/**" = "444455556666"
```

```hcl bad name=app/main.tf
provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn    = "arn:aws:iam::444455556666:role/data"
    external_id = "tenant-24"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
```

```hcl bad name=data/main.tf
resource "aws_iam_role" "data" {
  name = "data"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/caller" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = "tenant-42" } }
    }]
  })
}
```

```toml bad name=iamlint.toml
[accounts]
"data/**" = "444455556666"
```

```hcl good name=app/main.tf
provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn    = "arn:aws:iam::444455556666:role/data"
    external_id = "tenant-42"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
```

```hcl good name=data/main.tf
resource "aws_iam_role" "data" {
  name = "data"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/caller" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = "tenant-42" } }
    }]
  })
}
```

```toml good name=iamlint.toml
[accounts]
"data/**" = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.refused_calls():
        if not found.external:
            continue
        sends = f"sends `{found.sent}`" if found.sent is not None else "sends none"
        yield Hit(
            found.condition,
            f"{found.role.address} wants another `{found.condition.key}` than {found.who}, "
            f"which {sends}",
            also=[(found.by, found.here)],
            confidence=found.confidence,
            key=f"{found.role.address} {found.holder}",
        )

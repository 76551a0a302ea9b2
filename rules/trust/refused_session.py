"""A role is assumed without the session tag or source identity that it wants, or with another.

The trust policy lets in only who passes a tag, a value of one, or a source identity. The code of a
function, or a provider of Terraform, passes another one, or none. The call is denied, whatever the
policies of the caller allow.

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
              tags = [{"Key": "customer", "Value": event["tenant"]}]
              return sts.assume_role(
                  RoleArn="arn:aws:iam::111122223333:role/data", RoleSessionName="caller", Tags=tags
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Role.Arn}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition: {StringLike: {aws:RequestTag/tenant: "?*"}}
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
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
              tags = [{"Key": "tenant", "Value": event["tenant"]}]
              return sts.assume_role(
                  RoleArn="arn:aws:iam::111122223333:role/data", RoleSessionName="caller", Tags=tags
              )["AssumedRoleUser"]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Data:
    Type: AWS::IAM::Role
    Properties:
      RoleName: data
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Role.Arn}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition: {StringLike: {aws:RequestTag/tenant: "?*"}}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```hcl bad name=main.tf
provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
    tags     = { stage = "test" }
  }
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = { "aws:RequestTag/stage" = "prod" } }
    }]
  })
}
```

```toml bad name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

```hcl good name=main.tf
provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
    tags     = { stage = "prod" }
  }
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = { "aws:RequestTag/stage" = "prod" } }
    }]
  })
}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "eu-west-1"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.refused_calls():
        if found.external:
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

"""A statement names something in an account that is nearly the one in which it is.

One digit of the account is another, or a few have changed places: nothing in view is in that account, and
what is called so is in view in the account that is meant. The grant is on something that is not there. The same
goes for a role that a policy lets in: in no account in view, and of that name in the one that is meant; and for an
account that a Deny spares, nearly one that is let in and that it hits.

```yaml bad name=central/stack.yaml
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: central}
```

```yaml bad name=shop/stack.yaml
Resources:
  Shop:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: events:PutEvents
                Resource: arn:aws:events:eu-west-1:731264980533:event-bus/central
```

```toml bad name=iamlint.toml
region = "eu-west-1"

[accounts]
"central/**" = "731264980553"
"shop/**" = "908172635441"
```

```yaml good name=central/stack.yaml
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: central}
```

```yaml good name=shop/stack.yaml
Resources:
  Shop:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: events:PutEvents
                Resource:
                  - arn:aws:events:eu-west-1:731264980553:event-bus/central
                  - arn:aws:events:eu-west-1:731264980554:event-bus/central
```

```toml good name=iamlint.toml
region = "eu-west-1"

[accounts]
"central/**" = "731264980553"
"shop/**" = "731264980553"
```

```hcl bad name=hub/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["731264980553"]
}

resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::908172635441:user/agent" }
      Action    = "sts:AssumeRole"
    }]
  })
}
```

```hcl bad name=agent/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["908172635441"]
}

resource "aws_iam_user" "agent" {
  name = "agent"
}

resource "aws_iam_user_policy" "agent" {
  user = aws_iam_user.agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::731264985503:role/operator"
    }]
  })
}
```

```hcl good name=hub/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["731264980553"]
}

resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::908172635441:user/agent" }
      Action    = "sts:AssumeRole"
    }]
  })
}
```

```hcl good name=agent/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["908172635441"]
}

resource "aws_iam_user" "agent" {
  name = "agent"
}

resource "aws_iam_user_policy" "agent" {
  user = aws_iam_user.agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = ["arn:aws:iam::731264980553:role/operator", "arn:aws:iam::731298640553:role/operator"]
    }]
  })
}
```

```python bad name=archive/setup.py
import json

import boto3

boto3.client("s3").put_bucket_policy(
    Bucket="statement-archive",
    Policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::731264980535:role/reader"},
                    #                    ^
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::statement-archive/*",
                }
            ],
        }
    ),
)
```

```python bad name=reader/setup.py
import json

import boto3

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
boto3.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(TRUST))
```

```toml bad name=iamlint.toml
[accounts]
"archive/**" = "908172635441"
"reader/**" = "731264980553"
```

```yaml good name=stack.yaml
Resources:
  Uploads: {Type: AWS::S3::Bucket}
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::440000000099:root"}
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
            Condition:
              StringNotEquals: {"aws:PrincipalAccount": ["111122223333", "440000000099"]}
              Bool: {"aws:PrincipalIsAWSService": "false"}
```

```toml good name=iamlint.toml
account = "111122223333"
```

```yaml bad name=stack.yaml
Resources:
  Uploads: {Type: AWS::S3::Bucket}
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::440000000099:root"}
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
            Condition:
              StringNotEquals: {"aws:PrincipalAccount": ["111122223333", "440000000098"]}
              Bool: {"aws:PrincipalIsAWSService": "false"}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Uploads: {Type: AWS::S3::Bucket}
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::440000000099:root"}
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Uploads.Arn}/*"
            Condition:
              StringNotEquals: {"aws:PrincipalAccount": ["111122223333", "998877665544"]}
              Bool: {"aws:PrincipalIsAWSService": "false"}
```

```toml good name=iamlint.toml
account = "111122223333"
```

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misnumbered():
        yield Hit(
            found.word,
            f"nothing in view is in account {found.written}, and this is in {found.number}",
            also=[(found.meant, f"what is called so, in account {found.number}")],
            details=[("did you mean", f"`{found.number}`")],
            confidence="likely",
        )
    for spared in estate.misspared():
        yield Hit(
            spared.word,
            f"nothing in view is of account {spared.written}, and {spared.number}, which is let in, "
            "is not spared",
            also=[(spared.guest, f"account {spared.number} is let in here")],
            details=[("did you mean", f"`{spared.number}`")],
            confidence="likely",
        )

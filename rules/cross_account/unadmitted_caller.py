"""An identity is granted a resource of another account, whose policy does not admit it.

Across accounts both sides must allow: the caller's policies, and the policy on the resource. Here
the resource is in view, and nothing on it admits the caller, its account or everyone, so every
call is denied. Accounts are known from ARNs or from `[accounts]` in the configuration. What `*` or
a pattern in an action stands for is asked as a whole: one action that is admitted is enough. A
condition that the caller does not meet is shown; its organization is that of `organization` in the
configuration. So is a role that works on a resource of another account, as a function that reads a stream
there, whatever its own statements name.

```yaml bad name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                #       ^
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml bad name=producer.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::777788889999:root"}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```toml bad name=iamlint.toml
[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

```yaml good name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good name=producer.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```toml good name=iamlint.toml
[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

A secret is meant whatever six letters and digits AWS drew for its ARN:

```hcl bad name=owner/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_secretsmanager_secret" "token" {
  name       = "shared/token"
  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

resource "aws_secretsmanager_secret_policy" "token" {
  secret_arn = aws_secretsmanager_secret.token.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:user/agent" }
      Action    = "secretsmanager:DescribeSecret"
      Resource  = "*"
    }]
  })
}
```

```hcl bad name=caller/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_user" "agent" {
  name = "agent"
}

resource "aws_iam_user_policy" "agent" {
  user = aws_iam_user.agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/token-a1B2c3"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      },
    ]
  })
}
```

```hcl good name=owner/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_secretsmanager_secret" "token" {
  name       = "shared/token"
  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

resource "aws_secretsmanager_secret_policy" "token" {
  secret_arn = aws_secretsmanager_secret.token.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:user/agent" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}
```

```hcl good name=caller/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_user" "agent" {
  name = "agent"
}

resource "aws_iam_user_policy" "agent" {
  user = aws_iam_user.agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/token-a1B2c3"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      },
    ]
  })
}
```

```hcl good name=owner/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_secretsmanager_secret" "token" {
  name       = "shared/token"
  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

resource "aws_secretsmanager_secret_policy" "token" {
  secret_arn = aws_secretsmanager_secret.token.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:user/agent" }
      Action    = "secretsmanager:DescribeSecret"
      Resource  = "*"
    }]
  })
}
```

```hcl good name=caller/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_user" "agent" {
  name = "agent"
}

resource "aws_iam_user_policy" "agent" {
  user = aws_iam_user.agent.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/token-secret"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      },
    ]
  })
}
```

```yaml bad name=reader.yaml
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole
  Count:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Reader.Arn
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Count
      EventSourceArn: arn:aws:kinesis:eu-west-1:111122223333:stream/clicks
      #               ^
```

```yaml bad name=stream.yaml
Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties:
      Name: clicks
  ClicksPolicy:
    Type: AWS::Kinesis::ResourcePolicy
    Properties:
      ResourceArn: !GetAtt Clicks.Arn
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/reader"}
            Action:
              - kinesis:DescribeStream
              - kinesis:GetShardIterator
              - kinesis:ListShards
            Resource: !GetAtt Clicks.Arn
```

```toml bad name=iamlint.toml
region = "eu-west-1"

[accounts]
"stream.yaml" = "111122223333"
"reader.yaml" = "444455556666"
```

```yaml good name=reader.yaml
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole
  Count:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Reader.Arn
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Count
      EventSourceArn: arn:aws:kinesis:eu-west-1:111122223333:stream/clicks
```

```yaml good name=stream.yaml
Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties:
      Name: clicks
  ClicksPolicy:
    Type: AWS::Kinesis::ResourcePolicy
    Properties:
      ResourceArn: !GetAtt Clicks.Arn
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:role/reader"}
            Action:
              - kinesis:DescribeStream
              - kinesis:GetRecords
              - kinesis:GetShardIterator
              - kinesis:ListShards
            Resource: !GetAtt Clicks.Arn
```

```toml good name=iamlint.toml
region = "eu-west-1"

[accounts]
"stream.yaml" = "111122223333"
"reader.yaml" = "444455556666"
```

```yaml bad name=api.yaml
Resources:
  Rates:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: rates
      Policy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:role/client"}, Action: execute-api:Invoke, Resource: "execute-api:/v2/GET/rates/*"}
```

```yaml bad name=client.yaml
Resources:
  Client:
    Type: AWS::IAM::Role
    Properties:
      RoleName: client
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: execute-api:Invoke, Resource: "arn:aws:execute-api:eu-west-1:111122223333:*/v1/GET/rates/*"}
```

```toml bad name=iamlint.toml
[accounts]
"api.yaml" = "111122223333"
"client.yaml" = "444455556666"
```

```yaml good name=api.yaml
Resources:
  Rates:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: rates
      Policy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:role/client"}, Action: execute-api:Invoke, Resource: "execute-api:/v1/GET/*"}
```

```yaml good name=client.yaml
Resources:
  Client:
    Type: AWS::IAM::Role
    Properties:
      RoleName: client
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: execute-api:Invoke, Resource: "arn:aws:execute-api:eu-west-1:111122223333:*/v1/GET/rates/*"}
```

```toml good name=iamlint.toml
[accounts]
"api.yaml" = "111122223333"
"client.yaml" = "444455556666"
```

```yaml good name=api.yaml
Resources:
  Rates:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: rates
      Policy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:role/client"}, Action: execute-api:Invoke, Resource: "execute-api:/v1/GET/rates/*"}
```

```yaml good name=client.yaml
Resources:
  Client:
    Type: AWS::IAM::Role
    Properties:
      RoleName: client
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: execute-api:Invoke, Resource: "arn:aws:execute-api:eu-west-1:111122223333:*/*/GET/*"}
```

```toml good name=iamlint.toml
[accounts]
"api.yaml" = "111122223333"
"client.yaml" = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from collections.abc import Iterator
from itertools import chain

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for refused in chain(estate.refused_by_resources(), estate.refused_at_work()):
        if refused.of_key:
            continue  # said of the key
        if any(engine.defeated(guard) is not None for guard in refused.guards):
            continue  # nobody is admitted, which is said there
        if any(engine.leaves_nobody(statement) for statement in refused.other.statements):
            continue  # nor does this policy let anybody else
        actions = engine.listed(refused.actions)
        yield Hit(
            refused.place,
            f"{refused.resource.address} belongs to account {estate.account_of(refused.resource)} "
            f"and does not let {refused.identity.address} {actions}",
            also=refused.places,
            details=[("missing", refused.needed), *refused.details],
            confidence=refused.confidence,
            fix=refused.mended,
            key=f"{refused.identity.address} {refused.resource.arn}",
        )

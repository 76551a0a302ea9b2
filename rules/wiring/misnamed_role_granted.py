"""A policy lets a role be assumed, passed or made that nothing declares, and its account has one called almost so.

Names of roles are told apart letter by letter in ARNs, and the ARN has the path. The grant is of no use, or comes
to be of use to whoever makes a role of that name. What is to run as such a role is not deployed.

```yaml bad name=tools.yaml
Resources:
  Operators:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Resource: arn:aws:iam::444455556666:role/app-debugs
            #         ^
```

```yaml bad name=app.yaml
Resources:
  Debug:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app-debug
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: sts:AssumeRole}]
```

```toml bad name=iamlint.toml
[accounts]
"tools.yaml" = "111122223333"
"app.yaml" = "444455556666"
```

```yaml good name=tools.yaml
Resources:
  Operators:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Resource:
              - arn:aws:iam::444455556666:role/app-debug
              - arn:aws:iam::777788889999:role/app-debugs
              - arn:aws:iam::444455556666:role/app-deploy
```

```yaml good name=app.yaml
Resources:
  Debug:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app-debug
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: sts:AssumeRole}]
```

```toml good name=iamlint.toml
[accounts]
"tools.yaml" = "111122223333"
"app.yaml" = "444455556666"
```

A pattern of names that no role has, where one has almost such a name:

```yaml bad name=stack.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource: arn:aws:iam::444455556666:role/shop-tasks-*
            #         ^
            Condition: {StringEquals: {iam:PassedToService: ecs-tasks.amazonaws.com}}
  Cart:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop-task-cart
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml bad name=iamlint.toml
account = "444455556666"
```

```yaml good name=stack.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:PassRole
            Resource:
              - arn:aws:iam::444455556666:role/shop-task-*
              - arn:aws:iam::444455556666:role/shop-batch-*
              - arn:aws:iam::444455556666:role/tasks-*
            Condition: {StringEquals: {iam:PassedToService: ecs-tasks.amazonaws.com}}
  Cart:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop-task-cart
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml good name=iamlint.toml
account = "444455556666"
```

```yaml bad name=workers.yaml
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: worker.zip}
      Role: !Sub "arn:aws:iam::${AWS::AccountId}:role/shop-worker"
      #     ^
```

```yaml bad name=roles.yaml
Resources:
  WorkerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop-workers
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml bad name=iamlint.toml
account = "444455556666"
```

```yaml good name=workers.yaml
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: worker.zip}
      Role: !Sub "arn:aws:iam::${AWS::AccountId}:role/shop-worker"
```

```yaml good name=roles.yaml
Resources:
  WorkersRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop-workers
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
```

```toml good name=iamlint.toml
account = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.nearly_named_roles():
        yield Hit(
            found.word,
            f"no role `{found.name}` is in view: `{found.other}` is meant",
            also=[(found.meant, "this role is called almost so")],
            confidence="likely",
        )

"""The code of a function assumes a role without the external ID that the role wants, or with another.

The trust policy lets in only who sends an external ID that it names. The call is denied, whatever the
policies of the function's role allow.

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

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.refused_calls():
        key, call = found.condition.key, found.call
        sends = f"sends `{found.sent}`" if found.sent is not None else "sends none"
        yield Hit(
            found.condition,
            f"{found.role.address} wants another `{key}` than the code of "
            f"{call.holder.address}, which {sends}",
            also=[(call, f"`{call.api}` is called here")],
            confidence=found.confidence,
            key=f"{found.role.address} {call.holder.address}",
        )

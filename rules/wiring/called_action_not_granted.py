"""The code of a function calls what the function's role may not do.

Code that calls AWS does it with the rights of the function's role. Here the handler is followed
through the modules of the program, and every call of a client of `boto3` whose service is certain is
held against the policies of the role: on the very table, bucket or queue where the code names it,
by a literal or by a variable of the environment that the template sets, else on anything. The call
is refused when it is reached; it may be that the code never comes there. A branch that tells kinds
of requests apart (`GET` and `POST`) is taken to be reached; in any other the finding is hidden by
default.

Clients that call with other credentials, or another endpoint, do not count.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Orders.Arn}
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      BillingMode: PAY_PER_REQUEST
  Take:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Reader.Arn
      Runtime: python3.13
      Handler: index.handler
      Environment:
        Variables: {TABLE: !Ref Orders}
      Code:
        ZipFile: |
          import os
          import boto3

          table = boto3.resource("dynamodb").Table(os.environ["TABLE"])

          def handler(event, context):
              table.put_item(Item={"id": event["id"]})
              return table.get_item(Key={"id": "last"})
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [dynamodb:GetItem, dynamodb:PutItem]
                Resource: !GetAtt Orders.Arn
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      BillingMode: PAY_PER_REQUEST
  Take:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Reader.Arn
      Runtime: python3.13
      Handler: index.handler
      Environment:
        Variables: {TABLE: !Ref Orders}
      Code:
        ZipFile: |
          import os
          import boto3

          table = boto3.resource("dynamodb").Table(os.environ["TABLE"])

          def handler(event, context):
              table.put_item(Item={"id": event["id"]})
              return table.get_item(Key={"id": "last"})
```

A name that is not known may have slashes in it:

```yaml good name=slashes.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource: !Sub "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:app/*"
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Worker.Arn
      Code:
        ZipFile: |
          import boto3

          def handler(event, context):
              secrets = boto3.client("secretsmanager")
              return secrets.get_secret_value(SecretId=event["secret"])["SecretString"]
```

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.uncovered_calls():
        called = ", ".join(f"`{api}`" for api in lack.apis[:3])
        yield Hit(
            lack.place,
            f"{lack.role.address} may not {engine.listed(lack.actions)}, which the code of "
            f"{lack.workload.use.by} asks for by {called}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

"""A function's role is granted what the function's code never calls.

An inventory for audits. It is told only where all that runs as the role is code in view, that code
calls nothing by a name that is put together, and no other packages run beside it than `boto3`. What
services do with the role themselves, reading a queue or writing logs, does not count, nor do rights
on keys.

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

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Remove, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="narrows")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for found in estate.uncalled_grants():
        actions = tuple(str(word) for word in found.words)
        called = ", ".join(code.holder.address for code in found.codes[:3])
        yield Hit(
            found.words[0],
            f"the code of {called} never calls {engine.listed(actions)}",
            also=[(code.holder, "this runs as the role") for code in found.codes[:3]],
            fix=Remove(found.words[0].node) if found.others and len(actions) == 1 else None,
            key=f"{found.role.address} {' '.join(actions)}",
        )

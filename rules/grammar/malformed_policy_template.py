"""A policy template of SAM is misnamed, or lacks a parameter.

SAM writes a policy out of the template that an entry of `Policies` names, and refuses one that it does not have or that
lacks a parameter: the stack is not deployed. Nothing of such a policy is checked.

```yaml bad
Transform: AWS::Serverless-2016-10-31
Resources:
  Thumbs:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Policies:
        - S3ReadPolicies: {BucketName: acme-data}
```

```yaml bad
Transform: AWS::Serverless-2016-10-31
Resources:
  Thumbs:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Policies:
        - DynamoDBReadPolicy: {Table: orders}
```

```yaml good
Transform: AWS::Serverless-2016-10-31
Resources:
  Thumbs:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Policies:
        - S3ReadPolicy: {BucketName: acme-data}
        - DynamoDBReadPolicy: {TableName: orders}
        - NewerThanTheDataPolicy: {Thing: one}
```

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0")
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "malformed-policy-template":
        yield Hit(problem, problem.message, confidence="likely", key=problem.message)

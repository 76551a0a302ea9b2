"""A role is granted what its work takes, and its boundary or a control policy stops it.

A function reads its queue and writes its logs, a task pulls its image: each as a role, whose policies
allow it, patterns of actions or policies of AWS among them. A permissions boundary or a service control
policy that does not list it stops the work all the same.

```yaml bad
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["s3:*", "logs:CreateLogGroup"], Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
```

```yaml good
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["s3:*", "logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
```

```yaml bad
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["sqs:SendMessage", "sqs:ReceiveMessage", "logs:*"], Resource: "*"}
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}
```

```yaml good
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["sqs:*", "logs:*"], Resource: "*"}
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      PackageType: Image
      Code: {ImageUri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for work in estate.capped_work():
        yield Hit(
            work.place,
            f"{work.role.address} needs {engine.listed(work.actions)} for this and is granted it, "
            f"but {work.called} stops it",
            also=work.places,
            details=work.details,
            confidence=work.confidence,
            fix=work.mended,
            key=work.key,
        )

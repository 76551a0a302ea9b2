"""The policy of a resource denies what an identity is granted of it by name, whatever the request.

A Deny wins over every Allow. One that is for all but a few by `aws:PrincipalArn` or `NotPrincipal`
hits whoever is not spared, whatever its own policies say: so the grant is never effective. Spare
the identity too, or drop the grant. A function that is in no VPC calls from a network of AWS's: a Deny
of requests from elsewhere than a VPC, its endpoint or certain addresses hits it too; and so does a Deny
that spares another endpoint than the one that a function's VPC leads its calls through. A Deny that some
requests escape is not meant; nor is what belongs to another account, of which access across accounts
tells.

```yaml bad
Resources:
  Evidence:
    Type: AWS::S3::Bucket
    Properties: {BucketName: evidence-111122223333}
  EvidencePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Evidence
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: OnlyResponders
            Effect: Deny
            Principal: "*"
            Action: [s3:GetObject, s3:PutObject]
            Resource: !Sub "${Evidence.Arn}/*"
            Condition:
              ArnNotEquals: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/responder"}
  Responder:
    Type: AWS::IAM::Role
    Properties:
      RoleName: incident-responder
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: collect
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:PutObject
                #       ^
                Resource: !Sub "${Evidence.Arn}/*"
```

```yaml good
Resources:
  Evidence:
    Type: AWS::S3::Bucket
    Properties: {BucketName: evidence-111122223333}
  EvidencePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Evidence
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: OnlyResponders
            Effect: Deny
            Principal: "*"
            Action: [s3:GetObject, s3:PutObject]
            Resource: !Sub "${Evidence.Arn}/*"
            Condition:
              ArnNotEquals: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/responder"}
  Responder:
    Type: AWS::IAM::Role
    Properties:
      RoleName: responder
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: collect
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:PutObject
                Resource: !Sub "${Evidence.Arn}/*"
```

```yaml bad name=stack.yaml
Resources:
  Reports: {Type: AWS::S3::Bucket, Properties: {BucketName: reports-111122223333}}
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Reports.Arn}/*"
            Condition:
              StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d4e5f60718}
              ArnNotEquals: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reporter"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: report-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Reports.Arn}/*"}]
  Work:
    Type: AWS::Lambda::Function
    Properties: {Role: !GetAtt Worker.Arn, Runtime: python3.13, Handler: index.handler, Code: {S3Bucket: code, S3Key: w.zip}}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Reports: {Type: AWS::S3::Bucket, Properties: {BucketName: reports-111122223333}}
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Reports.Arn}/*"
            Condition:
              StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d4e5f60718}
              ArnNotEquals: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/report-worker"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: report-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Reports.Arn}/*"}]
  Work:
    Type: AWS::Lambda::Function
    Properties: {Role: !GetAtt Worker.Arn, Runtime: python3.13, Handler: index.handler, Code: {S3Bucket: code, S3Key: w.zip}}
```

```toml good name=iamlint.toml
account = "111122223333"
```

```yaml bad
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: work, VpcId: !Ref Vpc}}
  Offices: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Desks: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Offices, CidrBlock: 10.1.0.0/24}}
  FromOffices:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Offices, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Desks], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Queues:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {StringNotEquals: {"aws:SourceVpce": !Ref FromOffices}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: w.zip}
      VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [!Ref Group]}
```

```yaml good
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: work, VpcId: !Ref Vpc}}
  Offices: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Desks: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Offices, CidrBlock: 10.1.0.0/24}}
  FromOffices:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Offices, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Desks], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Queues:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {StringNotEquals: {"aws:SourceVpce": [!Ref FromOffices, !Ref Queues]}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: w.zip}
      VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [!Ref Group]}
```

```yaml bad
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: work, VpcId: !Ref Vpc}}
  Secrets:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.secretsmanager"}
  Queues:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {StringEquals: {"aws:SourceVpce": !Ref Queues}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: w.zip}
      VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [!Ref Group]}
```

```yaml good
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: work, VpcId: !Ref Vpc}}
  Secrets:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.secretsmanager"}
  Queues:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {StringNotEqualsIfExists: {"aws:SourceVpc": !Ref Vpc}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: w.zip}
      VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [!Ref Group]}
```

```yaml good
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: work, VpcId: !Ref Vpc}}
  Secrets:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.secretsmanager"}
  Queues:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      {VpcId: !Ref Vpc, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [!Ref Net], ServiceName: !Sub "com.amazonaws.${AWS::Region}.sqs"}
  Jobs: {Type: AWS::SQS::Queue}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d4e5f60718}}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: w.zip}
      VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [!Ref Group]}
```

```yaml bad name=stack.yaml
Resources:
  Exports: {Type: AWS::S3::Bucket, Properties: {BucketName: exports-111122223333}}
  ExportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Exports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: [s3:PutObject, s3:DeleteObject]
            Resource: !Sub "${Exports.Arn}/*"
            Condition:
              ArnNotEquals:
                "aws:PrincipalArn": [!GetAtt Exporter.Arn, "arn:aws:iam::111122223333:role/exports-cleaner"]
  Exporter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Exports.Arn}/*"}]
  Janitor:
    Type: AWS::IAM::Role
    Properties:
      RoleName: exports-janitor
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: clean
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:DeleteObject, Resource: !Sub "${Exports.Arn}/tmp/*"}]
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Exports: {Type: AWS::S3::Bucket, Properties: {BucketName: exports-111122223333}}
  ExportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Exports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: [s3:PutObject, s3:DeleteObject]
            Resource: !Sub "${Exports.Arn}/*"
            Condition:
              ArnNotEquals:
                "aws:PrincipalArn": [!GetAtt Exporter.Arn, "arn:aws:iam::111122223333:role/exports-janitor"]
  Exporter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Exports.Arn}/*"}]
  Janitor:
    Type: AWS::IAM::Role
    Properties:
      RoleName: exports-janitor
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: clean
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:DeleteObject, Resource: !Sub "${Exports.Arn}/tmp/*"}]
```

```toml good name=iamlint.toml
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Exports: {Type: AWS::S3::Bucket, Properties: {BucketName: exports-111122223333}}
  ExportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Exports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: [s3:PutObject, s3:DeleteObject]
            Resource: !Sub "${Exports.Arn}/*"
            Condition:
              ArnNotLike:
                "aws:PrincipalArn": [!GetAtt Exporter.Arn, "arn:aws:iam::111122223333:role/exports-*"]
  Exporter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Exports.Arn}/*"}]
  Janitor:
    Type: AWS::IAM::Role
    Properties:
      RoleName: exports-janitor
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: clean
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:DeleteObject, Resource: !Sub "${Exports.Arn}/tmp/*"}]
```

```toml good name=iamlint.toml
account = "111122223333"
```

```yaml bad
Resources:
  Uploads: {Type: AWS::S3::Bucket}
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: !Sub "${Uploads.Arn}/*"
            Condition: {BoolIfExists: {"aws:ViaAWSService": "false"}}
  Uploader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Uploads.Arn}/*"}
```

```yaml good
Resources:
  Uploads: {Type: AWS::S3::Bucket}
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: !Sub "${Uploads.Arn}/*"
            Condition: {BoolIfExists: {"aws:ViaAWSService": "false"}}
  Uploader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: put
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Uploads.Arn}/*"}
              - {Effect: Allow, Action: "athena:StartQueryExecution", Resource: "arn:aws:athena:eu-west-1:111122223333:workgroup/reports"}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for taken in estate.taken_back():
        if any(spares_nobody(one, engine) for one in taken.denying):
            continue  # said there
        if any(estate.mistakes_a_network(one) for one in taken.denying):
            continue
        yield Hit(
            taken.words[0],
            f"{taken.identity.address} never gets {engine.listed(taken.actions)} on "
            f"{taken.resource.address}: the policy of that denies it",
            also=[(statement, "denied here") for statement in taken.denying],
            confidence=taken.confidence,
            key=f"{taken.identity.address} {taken.word}",
        )


def spares_nobody(statement: Statement, engine: Engine) -> bool:
    """A condition is to spare somebody by a text that nobody's requests have."""
    for condition in statement.conditions:
        test = engine.test_of(condition)
        exact = test is not None and test.operator.startswith("String") and not test.wild
        if engine.never_had(condition) or (exact and any(engine.wildcards_in(condition))):
            return True
    return False

"""The code of a function calls something without what a Deny asks for, or with another value.

A service control policy or the policy of a bucket denies uploads that do not carry a header, such as
`x-amz-server-side-encryption`. The default encryption of the bucket puts no header into the request. The
call is denied, whatever the role is allowed.

```yaml bad name=stack.yaml
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: writer
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Bucket.Arn}/*"}]
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: out-111122223333}}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: "*", Action: s3:PutObject, Resource: !Sub "${Bucket.Arn}/*", Condition: {StringNotEquals: {"s3:x-amz-server-side-encryption": "aws:kms"}}}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: writer
      Role: !GetAtt Role.Arn
      Runtime: python3.12
      Handler: index.handler
      Environment: {Variables: {BUCKET: !Ref Bucket}}
      Code:
        ZipFile: |
          import os, boto3
          s3 = boto3.client("s3")
          def handler(event, context):
              s3.put_object(Bucket=os.environ["BUCKET"], Key="x", Body=b"1")
```

```toml bad name=iamlint.toml
region = "eu-west-1"
account = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: writer
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: !Sub "${Bucket.Arn}/*"}]
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: out-111122223333}}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: "*", Action: s3:PutObject, Resource: !Sub "${Bucket.Arn}/*", Condition: {StringNotEquals: {"s3:x-amz-server-side-encryption": "aws:kms"}}}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: writer
      Role: !GetAtt Role.Arn
      Runtime: python3.12
      Handler: index.handler
      Environment: {Variables: {BUCKET: !Ref Bucket}}
      Code:
        ZipFile: |
          import os, boto3
          s3 = boto3.client("s3")
          def handler(event, context):
              s3.put_object(Bucket=os.environ["BUCKET"], Key="x", Body=b"1", ServerSideEncryption="aws:kms")
```

```toml good name=iamlint.toml
region = "eu-west-1"
account = "111122223333"
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.denied_calls():
        call = found.call
        yield Hit(
            found.condition,
            f"this denies `{call.api}` in the code of {call.holder.address}, which {found.value}",
            also=[(call, f"`{call.api}` is called here"), (found.role, "as this role")],
            details=[] if call.always else [("unless", "the code never comes to this call")],
            confidence=found.confidence,
            key=f"{found.role.address} {call.api}",
        )

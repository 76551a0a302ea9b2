"""A principal may use a resource but not the key that encrypts it.

S3, SQS, SNS, DynamoDB, Kinesis, Secrets Manager and Parameter Store call KMS with the caller's own
rights. A role that may `sqs:ReceiveMessage` on a queue encrypted with a customer managed key is
denied at run time unless it may also `kms:Decrypt` on that key, by its own policies where the key
policy leaves that to IAM, or by the key policy itself. A condition that the service's call does not meet (`kms:ViaService` of another region
or service, an encryption context of objects where the bucket has a bucket key) grants nothing
either. Keys that AWS manages (`alias/aws/sqs`) need nothing. An S3 object may have another key than its bucket's default: for buckets the finding is
likely, not certain. KMS grants are not in view and are taken to be absent.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
              - Effect: Allow
                Action: kms:Decrypt
                Resource: !GetAtt Key.Arn
```

In China, `kms:ViaService` is taken with either suffix:

```yaml good name=stack.yaml
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws-cn:iam::111122223333:root"}, Action: "kms:*", Resource: "*"}
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs, KmsMasterKeyId: !Ref Key}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sqs:ReceiveMessage, Resource: !GetAtt Jobs.Arn}
              - Effect: Allow
                Action: kms:Decrypt
                Resource: !GetAtt Key.Arn
                Condition: {StringEquals: {kms:ViaService: sqs.cn-north-1.amazonaws.com.cn}}
```

```toml good name=iamlint.toml
account = "111122223333"
region = "cn-north-1"
partition = "aws-cn"
```

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#encrypt_context
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for missing in estate.missing_key_grants():
        need, use = missing.first.need, missing.first.use
        lacking = ", ".join(f"`{action}`" for action in missing.actions)
        wanted = ", ".join(f"`{action}`" for action in missing.all_actions)
        yield Hit(
            use.action_word,
            f"{need.identity.address} may `{use.actions[0]}` on {use.resource.address}, "
            f"but not {lacking} with the key that encrypts it{missing.only_when}",
            also=[*missing.places, *missing.spoiled],
            details=[("missing", f"{wanted} on {need.key_arn}"), *missing.details],
            confidence=missing.confidence,
            severity="info" if missing.only_when else "",
            fix=AddStatement(missing.policy, missing.grant, f"allow {wanted} on the key"),
            key=f"{need.identity.address} {need.key_arn}",
        )

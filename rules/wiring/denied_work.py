"""A Deny in the policy of a resource stops a service that works on it as a role.

Firehose, replication, pipelines and the like work as a role of yours, from AWS's own network: their
calls come through no endpoint and from no address of yours, and never with a second factor. A Deny for
all that come from elsewhere hits them. `aws:PrincipalIsAWSService` does not help, as it is the role that
calls; name the role in the Deny as one that is spared.

```yaml bad
Resources:
  Events: {Type: AWS::S3::Bucket}
  EventsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Events
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
            Condition:
              StringNotEquals: {aws:SourceVpce: vpce-1a2b3c4d}
  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: write
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:AbortMultipartUpload, s3:GetBucketLocation, s3:GetObject, s3:ListBucket*, s3:PutObject]
                Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
  Clicks:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: !GetAtt Events.Arn
        RoleARN: !GetAtt Writer.Arn
```

```yaml fixed
Resources:
  Events: {Type: AWS::S3::Bucket}
  EventsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Events
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
            Condition:
              StringNotEquals: {aws:SourceVpce: vpce-1a2b3c4d}
              ArnNotEquals:
                aws:PrincipalArn: !GetAtt Writer.Arn
  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: write
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:AbortMultipartUpload, s3:GetBucketLocation, s3:GetObject, s3:ListBucket*, s3:PutObject]
                Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
  Clicks:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: !GetAtt Events.Arn
        RoleARN: !GetAtt Writer.Arn
```

```yaml good
Resources:
  Events: {Type: AWS::S3::Bucket}
  EventsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Events
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
            Condition:
              StringNotEquals: {aws:SourceVpce: vpce-1a2b3c4d}
              ArnNotEquals:
                aws:PrincipalArn: !GetAtt Writer.Arn
  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: write
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:AbortMultipartUpload, s3:GetBucketLocation, s3:GetObject, s3:ListBucket*, s3:PutObject]
                Resource: [!GetAtt Events.Arn, !Sub "${Events.Arn}/*"]
  Clicks:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: !GetAtt Events.Arn
        RoleARN: !GetAtt Writer.Arn
```

https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="widens",
    supersedes=("source-ip-deny-breaks-services",),
)
def check(estate: Estate) -> Iterator[Hit]:
    for denied in estate.denied_work():
        yield Hit(
            denied.statement.effect or denied.statement,
            f"this denies {denied.role.address}, as which {denied.worker} works on "
            f"{denied.target.address} from AWS's own network",
            also=denied.places,
            details=[("missing", denied.missing)],
            confidence=denied.confidence,
            fix=denied.mended,
            key=f"{denied.role.address} {denied.target.address}",
        )

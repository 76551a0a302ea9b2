"""The policy of an S3 gateway endpoint stops the layers of the images that are pulled in its VPC.

Amazon ECR keeps the layers of images in a bucket of AWS's own and hands out signed addresses of them.
Where a VPC has endpoints of ECR, the layers go through its S3 gateway endpoint. A policy that lists one's
own buckets, or asks for one's own account or organization, stops them: every pull fails.

```yaml bad
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: "s3:*"
            Resource: [arn:aws:s3:::acme-data, arn:aws:s3:::acme-data/*]
  Registry:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: !Sub com.amazonaws.${AWS::Region}.ecr.dkr
      VpcEndpointType: Interface
```

```yaml good
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: "s3:*"
            Resource: [arn:aws:s3:::acme-data, arn:aws:s3:::acme-data/*]
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub arn:${AWS::Partition}:s3:::prod-${AWS::Region}-starport-layer-bucket/*
  Registry:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: !Sub com.amazonaws.${AWS::Region}.ecr.dkr
      VpcEndpointType: Interface
```

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.stopped_by_endpoints():
        yield Hit(
            found.policy,
            f"{found.endpoint.address} stops the {found.what} that {found.because.address} is "
            "there to fetch",
            also=[(found.because, "tells that images are pulled in this VPC")],
            details=[
                ("missing", f"{found.action} on {found.resource}"),
                *(("unless", unknown.why) for unknown in found.unknown[:2]),
            ],
            confidence=found.confidence,
            fix=AddStatement(found.policy, found.missing, "let the layers through"),
            key=found.endpoint.address,
        )

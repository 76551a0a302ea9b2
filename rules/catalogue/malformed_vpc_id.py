"""A condition compares a VPC or an endpoint with what is no identifier of one.

The identifier of a VPC is `vpc-`, that of an endpoint `vpce-`, each with 8 or 17 hexadecimal digits.
Nothing else is ever in the request.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:SourceVpc": "vpce-0123456789abcdef0"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
    }
  ]
}
```

What is declared beside it is as little one:

```yaml bad
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3}
  Store:
    Type: AWS::S3::Bucket
  StorePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Store
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Store.Arn}/*"
            Condition: {StringNotEquals: {aws:SourceVpc: !Ref Endpoint}}
```

```yaml good
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3}
  Store:
    Type: AWS::S3::Bucket
  StorePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Store
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Store.Arn}/*"
            Condition: {StringNotEquals: {aws:SourceVpce: !Ref Endpoint, aws:SourceVpc: !Ref Vpc}}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Estate, Hit, rule

TYPES = {"vpc": "ec2:vpc", "vpce": "ec2:vpc-endpoint"}
FORMS = {
    "vpc": (re.compile(r"vpc-([0-9a-f]{8}|[0-9a-f]{17})"), "`vpc-` and 8 or 17 digits"),
    "vpce": (re.compile(r"vpce-([0-9a-f]{8}|[0-9a-f]{17})"), "`vpce-` and 8 or 17 digits"),
}
PLACEHOLDER = re.compile(r"vpce?-[0-9A-Za-z]*example[0-9A-Za-z]*", re.IGNORECASE)
# AWS's guides count through their examples: `vpc-123456`, `vpce-1234a5678b9012c`
COUNTED = re.compile(r"vpce?-(1234|abc123)[0-9a-f]*")


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_VPC_FORMAT", "INVALID_VPCE_FORMAT"),
    where="form_of",
)
def check(condition: Condition, engine: Engine, estate: Estate) -> Iterator[Hit]:
    form = engine.form_of(condition)
    if form not in FORMS or engine.type_of_operator(condition) != "String":
        return
    pattern, wanted = FORMS[form]
    for value in condition.values:
        text = value.literal
        other = estate.resource(value.text) if text is None else None
        if other is not None and other.service_type not in ("", TYPES[form]):
            yield Hit(
                value,
                f"{other.address} is never in `{condition.key}`, which is {wanted}",
                also=[(other, "this is declared here")],
            )
        if text is None or pattern.fullmatch(text):
            continue
        if engine.is_pattern(value) and (text + "*").startswith((f"{form}-", "*", "$")):
            continue
        if PLACEHOLDER.fullmatch(text) and text.startswith(f"{form}-"):
            continue
        yield Hit(
            value,
            f"`{text}` is never in `{condition.key}`, which is {wanted}",
            severity="info"
            if engine.is_unfilled(text) or (COUNTED.fullmatch(text) and text.startswith(f"{form}-"))
            else "",
        )

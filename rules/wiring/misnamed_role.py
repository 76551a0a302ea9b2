"""A role or an instance profile is named in a form that the property does not take.

Some properties take an ARN, some a bare name, some an instance profile and not the role in it. In
CloudFormation `!Ref` of a role is its name, without the path, and `!GetAtt Role.Arn` its ARN; what
takes both wants the ARN for a role that has a path. The wrong form is refused when it is deployed.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles: [!GetAtt Worker.Arn]
      #       ^
  Box:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      IamInstanceProfile: !Ref Profile
```

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: !Ref Worker
      #     ^
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

```yaml bad
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam:::role/worker
      #     ^
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles: [!Ref Worker]
  Box:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      IamInstanceProfile: !Ref Profile
```

```hcl bad name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_instance_profile" "worker" {
  name = "worker"
  role = aws_iam_role.worker.name
}

resource "aws_instance" "box" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t4g.small"
  iam_instance_profile = aws_iam_instance_profile.worker.arn
}
```

```hcl good name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_instance_profile" "worker" {
  name = "worker"
  role = aws_iam_role.worker.name
}

resource "aws_instance" "box" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t4g.small"
  iam_instance_profile = aws_iam_instance_profile.worker.name
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="repairs")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misnamed_roles():
        yield Hit(
            found.use,
            f"{found.use.by} gives {found.what} where {found.wanted} is needed",
            details=found.details,
            confidence=found.confidence,
            fix=found.mended,
        )

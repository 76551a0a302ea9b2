"""A principal may create something, but not use the key that encrypts it.

RDS, EBS, EFS, ECR, OpenSearch and many other services make a grant on the key when something is
created, with the rights of whoever creates it; who uses it then needs nothing of KMS. Without
`kms:CreateGrant` (and mostly `kms:DescribeKey`) on the key the creation fails. Whether this
principal is the one who creates what is declared here is likely at most, and where its statement
stands for many things only the pedantic view shows it.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: images
      EncryptionConfiguration: {EncryptionType: KMS, KmsKey: !GetAtt Key.Arn}
  Publisher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: publish
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ecr:CreateRepository
                #       ^
                Resource: !GetAtt Images.Arn
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: images
      EncryptionConfiguration: {EncryptionType: KMS, KmsKey: !GetAtt Key.Arn}
  Publisher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: publish
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ecr:CreateRepository
                Resource: !GetAtt Images.Arn
              - Effect: Allow
                Action: [kms:CreateGrant, kms:DescribeKey]
                Resource: !GetAtt Key.Arn
                Condition:
                  StringEquals: {kms:ViaService: !Sub "ecr.${AWS::Region}.amazonaws.com"}
```

```hcl bad
resource "aws_kms_key" "data" {}

resource "aws_db_instance" "orders" {
  identifier = "orders"
  kms_key_id = aws_kms_key.data.arn
}

resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_iam_role_policy" "operator" {
  role = aws_iam_role.operator.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "rds:CreateDBInstance", Resource = aws_db_instance.orders.arn },
    ]
  })
}
```

```hcl good
resource "aws_kms_key" "data" {}

resource "aws_db_instance" "orders" {
  identifier = "orders"
  kms_key_id = aws_kms_key.data.arn
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "rds:StartDBInstance", Resource = aws_db_instance.orders.arn },
    ]
  })
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for missing in estate.missing_creator_grants():
        need, use = missing.first.need, missing.first.use
        lacking = ", ".join(f"`{action}`" for action in missing.actions)
        yield Hit(
            use.action_word,
            f"{need.identity.address} may `{use.actions[0]}` on {use.resource.address}, "
            f"but not {lacking} with its key, which that needs",
            also=[*missing.places, *missing.spoiled],
            details=[("missing", f"{lacking} on {need.key_arn}"), *missing.details],
            confidence=missing.confidence,
            fix=AddStatement(missing.policy, missing.grant, f"allow {lacking} on the key"),
            key=f"{need.identity.address} {need.key_arn}",
        )

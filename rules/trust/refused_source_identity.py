"""A caller may set a source identity for a role that lets it in, but not with one.

A source identity stays with a session and goes with it into every role that it assumes; IAM Roles
Anywhere sets it on every session. The caller's policies and the trust policy of the next role must
then both allow `sts:SetSourceIdentity`, or assuming that role is denied. Here the caller is granted it
on the role by name, and the trust policy allows `sts:AssumeRole` alone.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !GetAtt Server.Arn
            Action: sts:AssumeRole
  Server:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: rolesanywhere.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity]
            Condition:
              ArnEquals: {"aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/12345678-1234-1234-1234-123456789012"}
              StringEquals: {"aws:PrincipalTag/x509Subject/CN": server.example.com}
  ServerPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: read
      Roles: [!Ref Server]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: [sts:AssumeRole, sts:SetSourceIdentity]
            Resource: !GetAtt Reader.Arn
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !GetAtt Server.Arn
            Action: [sts:AssumeRole, sts:SetSourceIdentity]
  Server:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: rolesanywhere.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity]
            Condition:
              ArnEquals: {"aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/12345678-1234-1234-1234-123456789012"}
              StringEquals: {"aws:PrincipalTag/x509Subject/CN": server.example.com}
  ServerPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: read
      Roles: [!Ref Server]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: [sts:AssumeRole, sts:SetSourceIdentity]
            Resource: !GetAtt Reader.Arn
```

```hcl bad name=main.tf
resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.server.arn }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "server" {
  name = "server"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/12345678-1234-1234-1234-123456789012" }
        StringEquals = { "aws:PrincipalTag/x509Subject/CN" = "server.example.com" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "server" {
  name = "read"
  role = aws_iam_role.server.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Resource = aws_iam_role.reader.arn
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.server.arn }
      Action    = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    }]
  })
}

resource "aws_iam_role" "server" {
  name = "server"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/12345678-1234-1234-1234-123456789012" }
        StringEquals = { "aws:PrincipalTag/x509Subject/CN" = "server.example.com" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "server" {
  name = "read"
  role = aws_iam_role.server.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Resource = aws_iam_role.reader.arn
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.unchained("sts:SetSourceIdentity"):
        yield Hit(
            found.where,
            f"{found.role.address} lets {found.caller.address} in, but not with a source identity",
            also=found.places,
            details=found.details,
            confidence=found.confidence,
            fix=found.mended,
            key=f"{found.role.address} {found.caller.address}",
        )

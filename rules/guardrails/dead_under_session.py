"""A role is granted what none of its sessions may do, since session policies limit each of them.

IAM Roles Anywhere hands out sessions under the session policies of a profile. They grant nothing: what
they do not allow too is denied. Where a role is assumed in no other way, what none of its profiles lets
through is granted for nothing. What a pattern of actions loses there is meant to be lost, and not said.

```yaml bad
Resources:
  Machine:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: rolesanywhere.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity]
            Condition:
              ArnEquals: {"aws:SourceArn": arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/6b1a7e2c-0d4f-4c4e-9d65-7c1f2a3b4c5d}
      Policies:
        - PolicyName: readings
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: ["s3:PutObject", "s3:GetObject"], Resource: "arn:aws:s3:::acme-readings/*"}
  Profile:
    Type: AWS::RolesAnywhere::Profile
    Properties:
      Name: machine
      Enabled: true
      RoleArns: [!GetAtt Machine.Arn]
      SessionPolicy: |
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-readings/*"}]}
```

```yaml good
Resources:
  Machine:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: rolesanywhere.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity]
            Condition:
              ArnEquals: {"aws:SourceArn": arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/6b1a7e2c-0d4f-4c4e-9d65-7c1f2a3b4c5d}
      Policies:
        - PolicyName: readings
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: ["s3:PutObject", "s3:GetObject"], Resource: "arn:aws:s3:::acme-readings/*"}
  Profile:
    Type: AWS::RolesAnywhere::Profile
    Properties:
      Name: machine
      Enabled: true
      RoleArns: [!GetAtt Machine.Arn]
      SessionPolicy: |
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "arn:aws:s3:::acme-readings/*"}]}
```

```hcl bad
resource "aws_iam_role" "machine" {
  name = "machine"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        ArnEquals = { "aws:SourceArn" = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/6b1a7e2c-0d4f-4c4e-9d65-7c1f2a3b4c5d" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "machine" {
  role = aws_iam_role.machine.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::acme-readings/*" }]
  })
}

resource "aws_rolesanywhere_profile" "machine" {
  name                = "machine"
  enabled             = true
  role_arns           = [aws_iam_role.machine.arn]
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
}
```

```hcl good
resource "aws_iam_role" "machine" {
  name = "machine"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        ArnEquals = { "aws:SourceArn" = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/6b1a7e2c-0d4f-4c4e-9d65-7c1f2a3b4c5d" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "machine" {
  role = aws_iam_role.machine.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::acme-readings/*" }]
  })
}

resource "aws_rolesanywhere_profile" "machine" {
  name                = "machine"
  enabled             = true
  role_arns           = [aws_iam_role.machine.arn]
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_sessions():
        why = "denies it" if dead.denying else "does not allow it"
        yield Hit(
            dead.where,
            f"no session of {dead.who} gets {dead.what}: the session policy {why}",
            also=[(dead.place, "limits its sessions"), *dead.reasons],
            details=dead.details,
            confidence=dead.confidence,
            fix=dead.mended,
            key=dead.key,
        )

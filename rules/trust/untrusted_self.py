"""A role may assume itself, and does not trust itself.

A role is no exception to its own trust policy: since 2022 it must be named there, or its account, to
assume itself. Where the grant is a leftover, or made by a tool as a precaution, nothing breaks, so
this is shown in the pedantic view. A role can be named in its own trust policy only once it exists.

```yaml bad
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: codebuild.amazonaws.com
              #        ^
            Action: sts:AssumeRole
  DeployPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: deploy
      Roles: [!Ref Deploy]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Deploy.Arn}
```

```yaml good
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: codebuild.amazonaws.com
              AWS: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:root
            Action: sts:AssumeRole
  DeployPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: deploy
      Roles: [!Ref Deploy]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Deploy.Arn}
```

```hcl bad name=main.tf
resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.deploy.arn }]
  })
}
```

https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior/
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", persona="pedantic", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.unchained("sts:AssumeRole"):
        if found.caller is found.role:
            yield Hit(
                found.where,
                f"{found.role.address} may assume itself, and does not trust itself",
                also=found.places,
                details=found.details,
                confidence=found.confidence,
                key=found.role.address,
            )

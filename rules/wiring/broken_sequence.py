"""Calls that are of use together only, of which some are granted.

An image is pushed to ECR by asking which layers are there, uploading the others in three calls and
putting the image, with a token that is asked for once: who may do all but one of these pushes
nothing. The same holds for a session of Systems Manager, the shards of a stream, and the tokens of
CodeArtifact. Here an identity's policies allow some of the calls of such a sequence by name, and
never another. A tool may do without, or get the token elsewhere: the finding is likely.

```yaml bad
Resources:
  Push:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: push
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ecr:GetAuthorizationToken
                Resource: "*"
              - Effect: Allow
                Action:
                  - ecr:BatchCheckLayerAvailability
                  - ecr:InitiateLayerUpload
                  # ^
                  - ecr:CompleteLayerUpload
                  - ecr:PutImage
                Resource: !GetAtt Images.Arn
  Images:
    Type: AWS::ECR::Repository
```

```yaml good
Resources:
  Push:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: push
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ecr:GetAuthorizationToken
                Resource: "*"
              - Effect: Allow
                Action:
                  - ecr:BatchCheckLayerAvailability
                  - ecr:InitiateLayerUpload
                  - ecr:UploadLayerPart
                  - ecr:CompleteLayerUpload
                  - ecr:PutImage
                Resource: !GetAtt Images.Arn
  Images:
    Type: AWS::ECR::Repository
```

A token for CodeArtifact is given by AWS STS.

```hcl bad name=main.tf
resource "aws_iam_role" "build" {
  name = "build"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "build" {
  role = aws_iam_role.build.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "codeartifact:GetAuthorizationToken"
      Resource = "arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_iam_role" "build" {
  name = "build"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "build" {
  role = aws_iam_role.build.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "codeartifact:GetAuthorizationToken"
        Resource = "arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"
      },
      {
        Effect    = "Allow"
        Action    = "sts:GetServiceBearerToken"
        Resource  = "*"
        Condition = { StringEquals = { "sts:AWSServiceName" = "codeartifact.amazonaws.com" } }
      },
    ]
  })
}
```

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for found in estate.broken_sequences():
        yield Hit(
            found.word,
            f"{found.identity.address} may `{found.word}`, and not {engine.listed(found.actions)}: "
            f"{found.what}",
            details=found.details,
            confidence=found.confidence,
            fix=found.mended,
            key=f"{found.identity.address} {' '.join(found.actions)}",
        )

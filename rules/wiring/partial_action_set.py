"""A principal may call an action and not another one without which it is of no use.

An image is pushed by starting the upload of each layer, sending and ending it, and putting the manifest: who may
not end uploads pushes nothing. Records of a stream are read from an iterator that has to be asked for. A token of
CodeArtifact is one of STS's, which the caller must be allowed to get.

```hcl bad name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "build" {
  name = "build"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "push" {
  name = "push"
  role = aws_iam_role.build.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:PutImage"]
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/web"
      },
    ]
  })
}
```

```hcl good name=main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "build" {
  name = "build"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "push" {
  name = "push"
  role = aws_iam_role.build.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:PutImage"]
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/web"
      },
      {
        Effect   = "Allow"
        Action   = "ecr:CompleteLayerUpload"
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/*"
      },
    ]
  })
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchGetImage", "ecr:PutImage"],
      "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/web"
    }
  ]
}
```

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for partial in estate.partial_sets():
        lacks = engine.listed(partial.lacks)
        yield Hit(
            partial.word,
            f"{partial.identity.address} may `{partial.action}` here and not {lacks}: "
            f"{partial.why}",
            details=[
                ("missing", f"{lacks} in a policy of {partial.identity.address}"),
                *(("unless", one.why) for one in partial.unknown[:1]),
            ],
            confidence=partial.confidence,
            key=f"{partial.identity.address} {partial.action}",
        )

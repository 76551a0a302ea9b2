"""A property names a role that its service can never use.

A function, a task or a state machine runs as a role of its own account. And a service-linked role
trusts one service, the one in its path, and can neither be changed nor given to another.

```yaml bad name=stack.yaml
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::444455556666:role/worker
      #     ^
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"
```

```yaml bad
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: !Sub arn:aws:iam::${AWS::AccountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS
      #     ^
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

```yaml good name=stack.yaml
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/worker
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"
```

```hcl bad name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "flow" {
  name               = "flow"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
  definition = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
}
```

```hcl good name=main.tf
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "flow" {
  name               = "flow"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = aws_iam_role.flow.arn
  definition = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misplaced_roles():
        yield Hit(found.use, f"{found.role} {found.why}")

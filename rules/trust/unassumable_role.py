"""A service is to run something as a role that does not trust it.

A function, a task or a pipeline names a role; the service that runs it must be able to assume that
role, or it cannot be created or does nothing. Each has a principal of its own: tasks of ECS are run by
`ecs-tasks.amazonaws.com`, not `ecs.amazonaws.com`, instances through their profile by
`ec2.amazonaws.com`. Here the trust policy is in view, and nothing in it lets the service in.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: ec2.amazonaws.com
              #        ^
            Action: sts:AssumeRole
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
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
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Worker.Arn
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code-111122223333, S3Key: resize.zip}
```

A cluster has a role of its own, and one for its nodes, which another service runs:

```yaml good
Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      RoleArn: !GetAtt ClusterRole.Arn
      ComputeConfig: {Enabled: true, NodeRoleArn: !GetAtt NodeRole.Arn}
  ClusterRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy]
  NodeRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
```

```hcl bad name=main.tf
resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  task_role_arn         = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "app", image = "app:1" }])
}
```

```hcl good name=main.tf
resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  task_role_arn         = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "app", image = "app:1" }])
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    supersedes=("key-absent-for-service-principal",),
)
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.untrusted_services():
        if found.guard is not None:
            continue  # its name is there, and a condition keeps it out
        yield Hit(
            found.where,
            f"{found.run} as {found.role.address}, which does not trust {found.services}",
            also=found.places,
            details=[("missing", found.missing)],
            confidence=found.confidence,
            fix=found.mended,
            key=f"{found.role.address} {found.services}",
        )

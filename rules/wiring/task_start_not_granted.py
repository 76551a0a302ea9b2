"""The execution role of an ECS task may not do what starting the task takes.

Before a container runs, ECS pulls its image from ECR, sets up its logs and reads the secrets and
parameters that become environment variables, all with the rights of the *execution* role; the
*task* role is that of the program inside. Where the execution role may not, the task stops before
it runs (`ResourceInitializationError`, `CannotPullContainerError`). Often the permission is there
and stands on the task role, which is said then. Images and logs are looked at for tasks of Fargate
alone: elsewhere the instance may have these rights.

```yaml bad
Resources:
  Password:
    Type: AWS::SecretsManager::Secret
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource: !Ref Password
  Shop:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Starter.Arn
      TaskRoleArn: !GetAtt App.Arn
      ContainerDefinitions:
        - Name: shop
          Image: public.ecr.aws/nginx/nginx:1.27
          Secrets:
            - {Name: PASSWORD, ValueFrom: !Ref Password}
```

```yaml good
Resources:
  Password:
    Type: AWS::SecretsManager::Secret
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource: !Ref Password
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
  Shop:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Starter.Arn
      TaskRoleArn: !GetAtt App.Arn
      ContainerDefinitions:
        - Name: shop
          Image: public.ecr.aws/nginx/nginx:1.27
          Secrets:
            - {Name: PASSWORD, ValueFrom: !Ref Password}
```

```hcl bad
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_ecr_repository" "shop" {
  name = "shop"
}

resource "aws_iam_role" "starter" {
  name               = "starter"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "work" {
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.shop.arn]
  }
}

resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.starter.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_ecs_task_definition" "shop" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.starter.arn
  container_definitions = jsonencode([{
    name  = "shop"
    image = "${aws_ecr_repository.shop.repository_url}:1"
  }])
}
```

```hcl good
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_ecr_repository" "shop" {
  name = "shop"
}

resource "aws_iam_role" "starter" {
  name               = "starter"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "work" {
  role       = aws_iam_role.starter.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "shop" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.starter.arn
  container_definitions = jsonencode([{
    name  = "shop"
    image = "${aws_ecr_repository.shop.repository_url}:1"
  }])
}
```

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for lack in estate.shortfalls("execution"):
        yield Hit(
            lack.place,
            f"the execution role {lack.role.address} may not {engine.listed(lack.actions)}, which ECS "
            f"needs to start the task{lack.elsewhere}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

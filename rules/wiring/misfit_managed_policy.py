"""A managed policy that AWS made for the role of one service is attached to the role of another.

The role has then what another one needs, and lacks, as a rule, what it needs itself: a role for the
nodes of an EKS cluster with the policy for the cluster. It is said of policies that serve the role of
one service alone, where the trust policy is in view and lets in other services and nobody else.

```yaml bad
Resources:
  Nodes:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonEKSClusterPolicy
        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly
```

```yaml good
Resources:
  Nodes:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy
        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly
```

```hcl bad name=main.tf
resource "aws_iam_role" "monitoring" {
  name = "monitoring"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "rds.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
```

```hcl good name=main.tf
resource "aws_iam_role" "monitoring" {
  name = "monitoring"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "monitoring.rds.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
```

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for found in estate.misfits():
        yield Hit(
            found.place,
            f"`{found.name}` is for the role of {engine.listed(found.meant)}, and "
            f"{found.role.address} is for {engine.listed(found.trusted)}",
            also=[(found.role.trust or found.role, "who may assume the role")],
            confidence="likely",
            key=f"{found.role.address} {found.name}",
        )

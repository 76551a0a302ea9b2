"""A condition asks for a key that requests of this caller never carry.

`aws:username` is there for IAM users alone, keys of sessions for roles alone, `aws:SourceArn` for services that
call in their own name, and a second factor for nobody as whom services act. In a policy of another kind, of a
session or of a VPC endpoint too, an Allow with them never applies, and a Deny never bites. The same is so of a tag of the principal that none of
those has to whom the policy is attached, though they have others, and that no session may bring; or of a tag
that EKS Pod Identity gives, with a value that no association in view sends.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:username": alice}}
```

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: squad, Value: web}]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:PrincipalTag/team": web}}
```

```hcl bad name=main.tf
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.eu-west-1.s3"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::reports/*"
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.eu-west-1.s3"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::reports/*"
      Condition = { StringEquals = { "aws:PrincipalAccount" = "111122223333" } }
    }]
  })
}
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: team, Value: web}]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:PrincipalTag/team": web}}
```

```yaml good
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:username": alice}}
```

```yaml bad
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
        - PolicyName: hop
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: !GetAtt Prices.Arn}]
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: blue, Namespace: pricing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn, TargetRoleArn: !GetAtt Prices.Arn}
  Prices:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Pod.Arn}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition: {StringEquals: {"aws:RequestTag/eks-cluster-name": blue}}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/prices
                Condition: {StringEquals: {"aws:PrincipalTag/kubernetes-namespace": billing}}
```

```yaml good
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
        - PolicyName: hop
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: !GetAtt Prices.Arn}]
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: blue, Namespace: pricing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn, TargetRoleArn: !GetAtt Prices.Arn}
  Prices:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Pod.Arn}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition: {StringEquals: {"aws:RequestTag/eks-cluster-name": blue}}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/prices
                Condition: {StringEquals: {"aws:PrincipalTag/kubernetes-namespace": pricing}}
```

```yaml good
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
        - PolicyName: hop
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: !GetAtt Prices.Arn}]
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: blue, Namespace: pricing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn, TargetRoleArn: !GetAtt Prices.Arn}
  Prices:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Pod.Arn}
            Action: [sts:AssumeRole, sts:TagSession]
            Condition: {StringEquals: {"aws:RequestTag/eks-cluster-name": blue}}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/prices
                Condition: {StringEquals: {"aws:PrincipalTag/kubernetes-namespace": billing}}
  Other:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: green, Namespace: billing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn}
```

Keys that only services carry are there for no user and no role. Where it is not in view to whom the policy is
attached, that is shown in the pedantic view:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-data"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:username": "anna"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Estate, Hit, rule

EITHER = "user or role"


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity", "boundary", "session", "endpoint"),
    supersedes=("subsumed-statement",),
    where="is_of_some_requests",
)
def check(condition: Condition, engine: Engine, estate: Estate) -> Iterator[Hit]:
    key, statement = condition.key.literal or "", condition.statement
    if key.lower().startswith("aws:principaltag/"):
        bearer = estate.unborne(condition) if statement.allows else None
        if bearer is not None:
            yield Hit(
                condition.key,
                f"the tag `{key.partition('/')[2]}` of {bearer.identity.address} is never this: nothing is "
                "allowed",
                also=[(bearer.identity, "these are its tags")],
                details=[("unless", "tags are added where it is deployed")],
                confidence=bearer.confidence,
            )
        return
    if not engine.is_of_some_callers(key) or not engine.needs_key(condition):
        return
    holders = estate.holders_of(statement.policy)
    caller = engine.lacking_caller(key, statement, holders)
    if caller:
        fate = "allows" if statement.allows else "denies"
        known = statement.policy.owner is not None or bool(holders) or caller != EITHER
        yield Hit(
            condition.key,
            f"requests of a {caller} never carry `{condition.key}`: the statement {fate} nothing",
            severity="" if known or statement.policy.kind in ("session", "endpoint") else "info",
            confidence="certain" if statement.policy.owner is not None else "likely",
        )

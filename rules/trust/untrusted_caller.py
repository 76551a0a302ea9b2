"""An identity may assume a role, and the role does not trust it.

Assuming a role takes two grants, in one account as across two: the policies of the caller must allow
it, and the trust policy of the role must name the caller or its account. Here both are in view, and
the role does not let the caller in, or only under a condition that the caller does not meet: on
its organization (`organization` in the configuration), its account or its ARN, or on a tag that its
sessions have of what runs as it, as those of EKS Pod Identity do.

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
              Service: ec2.amazonaws.com
              #        ^
            Action: sts:AssumeRole
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  DeployPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: deploy
      Roles: [!Ref Deploy]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Reader.Arn}
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
              AWS: !GetAtt Deploy.Arn
            Action: sts:AssumeRole
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  DeployPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: deploy
      Roles: [!Ref Deploy]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Reader.Arn}
```

```hcl bad name=main.tf
data "aws_iam_policy_document" "reader_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "deploy_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = [aws_iam_role.reader.arn]
  }
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.reader_trust.json
}

resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = data.aws_iam_policy_document.deploy_trust.json
}

resource "aws_iam_role_policy" "deploy" {
  name   = "deploy"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}
```

```hcl good name=main.tf
data "aws_iam_policy_document" "reader_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.deploy.arn]
    }
  }
}

data "aws_iam_policy_document" "deploy_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = [aws_iam_role.reader.arn]
  }
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.reader_trust.json
}

resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = data.aws_iam_policy_document.deploy_trust.json
}

resource "aws_iam_role_policy" "deploy" {
  name   = "deploy"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}
```

One role in whatever account is meant where it is in view, unless it lets the caller in elsewhere:

```yaml bad name=hub.yaml
Resources:
  Inventory:
    Type: AWS::IAM::Role
    Properties:
      RoleName: inventory
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::*:role/inventory-reader"}
```

```yaml bad name=spoke.yaml
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: inventory-reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/Inventory"}, Action: sts:AssumeRole}
```

```toml bad name=iamlint.toml
[accounts]
"hub.yaml" = "111122223333"
"*spoke.yaml" = "444455556666"
"*else.yaml" = "777788889999"
```

```yaml good name=hub.yaml
Resources:
  Inventory:
    Type: AWS::IAM::Role
    Properties:
      RoleName: inventory
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::*:role/inventory-reader"}
```

```yaml good name=spoke.yaml
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: inventory-reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/inventory"}, Action: sts:AssumeRole}
```

```yaml good name=else.yaml
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: inventory-reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::999988887777:role/other"}, Action: sts:AssumeRole}
```

```toml good name=iamlint.toml
[accounts]
"hub.yaml" = "111122223333"
"*spoke.yaml" = "444455556666"
"*else.yaml" = "777788889999"
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
            Condition: {StringEquals: {"aws:RequestTag/eks-cluster-name": green}}
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
            Condition: {StringEquals: {"aws:RequestTag/eks-cluster-name": green}}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/prices
                Condition: {StringEquals: {"aws:PrincipalTag/kubernetes-namespace": pricing}}
  Other:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: green, Namespace: billing, ServiceAccount: engine, RoleArn: !GetAtt Pod.Arn}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior/
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.unchained("sts:AssumeRole"):
        if found.caller is found.role:
            continue
        yield Hit(
            found.where,
            f"{found.role.address} does not trust {found.who}, which may assume it",
            also=found.places,
            details=found.details,
            confidence=found.confidence,
            fix=found.mended,
            key=f"{found.role.address} {found.caller.address}",
        )

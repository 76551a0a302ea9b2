"""A caller may assume a role, but not pass on what its sessions carry.

Session tags that are transitive, and a source identity, go with a session into every role that it
assumes. Sessions of EKS Pod Identity carry such tags, and those of IAM Roles Anywhere a source
identity. Assuming a role with them takes `sts:TagSession` or `sts:SetSourceIdentity` on it besides
`sts:AssumeRole`, in the caller's policies and in the trust policy of the role. So it does where the
trust policy demands a tag (`aws:RequestTag/…`) or a source identity. Here the caller lacks it, and
assuming the role is denied.

```yaml bad
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: pods.eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Reader.Arn}
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: main, Namespace: jobs, ServiceAccount: worker, RoleArn: !GetAtt Pod.Arn}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: [sts:AssumeRole, sts:TagSession]
```

```yaml good
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: pods.eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: !GetAtt Reader.Arn}
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: {ClusterName: main, Namespace: jobs, ServiceAccount: worker, RoleArn: !GetAtt Pod.Arn}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: [sts:AssumeRole, sts:TagSession]
```

```yaml good
Resources:
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: pods.eks.amazonaws.com}
            Action: [sts:AssumeRole, sts:TagSession]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Reader.Arn}
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties:
      ClusterName: main
      Namespace: jobs
      ServiceAccount: worker
      RoleArn: !GetAtt Pod.Arn
      DisableSessionTags: true
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: [sts:AssumeRole, sts:TagSession]
```

```hcl bad name=main.tf
resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "runner" {
  role = aws_iam_role.runner.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.operator.arn }]
  })
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.current.account_id }
      Action    = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Condition = { StringLike = { "sts:SourceIdentity" = "*@example.com" } }
    }]
  })
}
```

```hcl good name=main.tf
resource "aws_iam_role" "runner" {
  name = "runner"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "runner" {
  role = aws_iam_role.runner.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Resource = aws_iam_role.operator.arn
    }]
  })
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.current.account_id }
      Action    = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Condition = { StringLike = { "sts:SourceIdentity" = "*@example.com" } }
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="repairs")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.unpassed_sessions():
        yield Hit(
            found.step.word,
            f"{found.caller.address} may assume {found.role.address}, but not with "
            + ("what that asks for" if found.demands else f"{found.why}")
            + f": `{found.action}` is not allowed",
            also=found.places,
            details=[("missing", found.missing)],
            confidence=found.confidence,
            fix=found.mended,
            key=f"{found.role.address} {found.caller.address} {found.action}",
        )

"""A job, a pod or code asks for a role that is not in view, and nearly one that lets it in.

One or two letters of the name are wrong, or one digit of the account, or another account in view is named, or the
role in view is for just this service account. It takes just this token, and nobody asks for it. Of a role that code assumes, the external ID tells that it is
meant, or a policy that lets somebody assume it.

```yaml bad name=role.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: jobs-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml bad name=account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/job-worker
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=role.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: jobs-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml good name=account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/jobs-worker
```

```toml good name=iamlint.toml
account = "111122223333"
```

```yaml good name=role.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: jobs-worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml good name=account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: other
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/job-worker
```

```toml good name=iamlint.toml
account = "111122223333"
```

Where the configuration says to which account manifests belong, a role of that account is meant rather than
its namesake of another.

```yaml bad name=production/role.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml bad name=production/account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::444455556666:role/worker
```

```toml bad name=iamlint.toml
[accounts]
"production/**" = "111122223333"
"staging/**" = "444455556666"
```

```hcl bad name=cluster/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "exporter" {
  name = "exporter"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub" = "system:serviceaccount:jobs:exporter"
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}
```

```hcl bad name=data/main.tf
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

resource "aws_iam_user" "auditor" {
  name = "auditor"
}

resource "aws_iam_user_policy" "auditor" {
  user = aws_iam_user.auditor.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }]
  })
}
```

```yaml bad name=account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: exporter
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::444455556666:role/exporter
    #                           ^
```

Where an expression names the role that another job asks for, that may be the one in view:

```yaml good name=.github/workflows/apply.yml
on:
  push:
    branches: [main]
permissions:
  id-token: write
jobs:
  apply:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: ${{ vars.ROLE }}
          aws-region: eu-west-1
  other:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::300400500601:role/runner
          aws-region: eu-west-1
```

```yaml good name=role.yaml
Resources:
  Runner:
    Type: AWS::IAM::Role
    Properties:
      RoleName: runner
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::300400500600:oidc-provider/token.actions.githubusercontent.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:ref:refs/heads/main
```

```toml good name=iamlint.toml
account = "300400500600"
```

A job of GitLab asks for the role in the partition `aws`, which its account is not in:

```yaml bad name=.gitlab-ci.yml
deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
  variables:
    AWS_ROLE_ARN: arn:aws:iam::111122223333:role/deploy
    #             ^
  script:
    - echo "$AWS_TOKEN" > /tmp/token
    - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token
    - aws s3 ls
```

```hcl bad name=main.tf
provider "aws" {
  region              = "us-gov-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws-us-gov:iam::111122223333:oidc-provider/gitlab.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:acme/forms:ref_type:branch:ref:main"
        }
      }
    }]
  })
}
```

```yaml good name=.gitlab-ci.yml
deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
  variables:
    AWS_ROLE_ARN: arn:aws-us-gov:iam::111122223333:role/deploy
  script:
    - echo "$AWS_TOKEN" > /tmp/token
    - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token
    - aws s3 ls
```

```hcl good name=main.tf
provider "aws" {
  region              = "us-gov-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws-us-gov:iam::111122223333:oidc-provider/gitlab.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:acme/forms:ref_type:branch:ref:main"
        }
      }
    }]
  })
}
```

https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misspelt_token_roles():
        lets_in = "takes its token" if found.use.issuers else "lets it in"
        yield Hit(
            found.use,
            f"`{found.use.address}` asks for `{found.use.role_ref}`: {found.why}, and "
            f"{found.meant.address} {lets_in}",
            also=[(found.meant, lets_in + (", and nobody asks for it" * (not found.shared)))],
            confidence="likely",
            key=found.use.address,
        )

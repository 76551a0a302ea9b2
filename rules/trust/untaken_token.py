"""A job or a pod asks for a role that never takes its token.

The subject of a job's token names the environment of the job, or else the branch, the tag or the pull
request that it runs for: a job with `environment: production` has the subject
`repo:octo-org/octo-repo:environment:production`, and no `ref:`. Its audience is what the step says, and
else `sts.amazonaws.com`. The role is in view, and its trust policy wants another. An organization may
compose its subjects otherwise, so that the finding is likely.

The token of a job of GitLab names the project and the branch or tag that the job runs for, and its audience
is what `id_tokens` says. What a pipeline includes from elsewhere is not followed.

The token of a pod names the namespace and the name of its service account, which a manifest ties to a
role by the annotation `eks.amazonaws.com/role-arn`. A kustomization may put it into another namespace, or
give it another name.

```yaml bad name=.github/workflows/deploy.yml
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          #               ^
          aws-region: eu-west-1
```

```yaml bad name=roles.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:ref:refs/heads/main
```

```yaml good name=.github/workflows/deploy.yml
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          aws-region: eu-west-1
```

```yaml good name=roles.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/octo-repo:environment:production
```

```yaml bad name=worker.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: default
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/worker
```

```yaml bad name=roles.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml good name=worker.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/worker
```

```yaml good name=roles.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

What Kustomize may call otherwise, is left alone:

```yaml good name=base/worker.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: default
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/worker
```

```yaml good name=base/kustomization.yaml
resources: [worker.yaml]
```

```yaml good name=live/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: jobs
resources:
  - ../base
```

```yaml good name=roles.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud: sts.amazonaws.com
                oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub: system:serviceaccount:jobs:worker
```

```yaml bad name=.gitlab-ci.yml
deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  rules:
    - if: $CI_COMMIT_BRANCH == "develop"
  script:
    - aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/site --role-session-name site --web-identity-token $AWS_TOKEN
    #                                                  ^
```

```yaml bad name=roles.yaml
Resources:
  Site:
    Type: AWS::IAM::Role
    Properties:
      RoleName: site
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.com:aud: https://gitlab.com
                gitlab.com:sub: project_path:acme/site:ref_type:branch:ref:main
```

A job that runs for a branch has no token of a tag:

```yaml bad name=.gitlab-ci.yml
deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
  variables:
    AWS_ROLE_ARN: arn:aws:iam::111122223333:role/deploy
  script:
    - echo "$AWS_TOKEN" > /tmp/token
    - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token
    - aws s3 ls
```

```yaml bad name=role.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"gitlab.com:aud": "https://gitlab.com"}
              StringLike: {"gitlab.com:sub": "project_path:acme/forms:ref_type:tag:ref:v*"}
```

```toml bad name=iamlint.toml
account = "111122223333"
```

```yaml good name=.gitlab-ci.yml
deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
  variables:
    AWS_ROLE_ARN: arn:aws:iam::111122223333:role/deploy
  script:
    - echo "$AWS_TOKEN" > /tmp/token
    - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token
    - aws s3 ls
```

```yaml good name=role.yaml
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"gitlab.com:aud": "https://gitlab.com"}
              StringLike: {"gitlab.com:sub": "project_path:acme/*:ref_type:branch:ref:m*"}
```

```toml good name=iamlint.toml
account = "111122223333"
```

https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
https://docs.gitlab.com/ci/cloud_services/aws/
https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.untaken_tokens():
        subjects = (found.start,) if found.start is not None else found.use.subjects[:3]
        said = " or ".join(f"`{subject}`" for subject in subjects)
        at = f" for `{str(found.start).partition('}:')[2]}`" if found.start is not None else ""
        details = [("the token's subject", said)] if said else []
        details.append(("the token's audience", f"`{found.use.audience}`"))
        wanted = [(word, "wanted here") for one in found.conditions for word in one.values[:2]]
        nothing = [(found.role, "it takes no tokens of that provider")]
        yield Hit(
            found.use,
            f"{found.role.address} does not take the token of `{found.use.address}`{at}",
            also=wanted or nothing,
            details=details,
            confidence="likely",
            key=found.use.address,
        )

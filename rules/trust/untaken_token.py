"""A workflow asks for a role that never takes its token.

The subject of a job's token names the environment of the job, or else the branch, the tag or the pull
request that it runs for: a job with `environment: production` has the subject
`repo:octo-org/octo-repo:environment:production`, and no `ref:`. Its audience is what the step says, and
else `sts.amazonaws.com`. The role is in view, and its trust policy wants another. An organization may
compose its subjects otherwise, so that the finding is likely.

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

https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.untaken_tokens():
        said = " or ".join(f"`{subject}`" for subject in found.use.subjects[:3])
        details = [("the token's subject", said)] if said else []
        details.append(("the token's audience", f"`{found.use.audience}`"))
        yield Hit(
            found.use,
            f"{found.role.address} does not take the token of `{found.use.address}`",
            also=[(word, "wanted here") for one in found.conditions for word in one.values[:2]],
            details=details,
            confidence="likely",
            key=found.use.address,
        )

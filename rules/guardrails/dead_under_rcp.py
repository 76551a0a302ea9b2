"""A policy grants what a resource control policy over the resource's account denies to this identity.

A resource control policy limits what may be done to the resources of an account, whoever asks. Where it
denies an action for all that this identity can ask for, the grant is never effective. So is what lets
in tokens of a tenant, or an account, that is not on the list of those that may come. Where `[units]`
tells of all accounts, the management account among them, another account is of no organization of
yours. RCPs are read from templates and plans, and from `[[rcps]]` in the configuration.

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - sqs:SendMessage
                  - sqs:PurgeQueue
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```json bad name=rcp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:PurgeQueue",
    "Resource": "*",
    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/cleaner"}}
  }]
}
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[rcps]]
file = "rcp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Cleaner:
    Type: AWS::IAM::Role
    Properties:
      RoleName: cleaner
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - sqs:SendMessage
                  - sqs:PurgeQueue
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```json good name=rcp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:PurgeQueue",
    "Resource": "*",
    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/cleaner"}}
  }]
}
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[rcps]]
file = "rcp.json"
target = "111122223333"
```

```yaml bad name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo/web:ref:refs/heads/main
```

```json bad name=rcp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Resource": "*",
    "Condition": {
      "StringNotLikeIfExists": {"token.actions.githubusercontent.com:sub": "repo:octo-org/*"},
      "Null": {"token.actions.githubusercontent.com:sub": "false"}
    }
  }]
}
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[rcps]]
file = "rcp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:octo-org/web:ref:refs/heads/main
```

```json good name=rcp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Resource": "*",
    "Condition": {
      "StringNotLikeIfExists": {"token.actions.githubusercontent.com:sub": "repo:octo-org/*"},
      "Null": {"token.actions.githubusercontent.com:sub": "false"}
    }
  }]
}
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[rcps]]
file = "rcp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="narrows")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_rcp():
        yield Hit(
            dead.where,
            f"{dead.who} never gets {dead.what}: a resource control policy over the resource's "
            "account denies it",
            also=dead.reasons,
            confidence=dead.confidence,
            fix=dead.dropped,
            key=dead.key,
        )
    for found in estate.trust_capped_by_rcp():
        way = f"never lets `{found.entry.value}` in" if found.entry else "is never assumed so"
        yield Hit(
            found.where,
            f"{found.thing.address} {way}: a resource control policy over its account denies it",
            also=[(found.denying, "denied here")],
            confidence="likely",
            key=found.key,
        )

"""An identity is granted something of another account that no policy there can share.

Across accounts the other side must allow too. State machines, ECS clusters, databases, user pools and
many more take no policy of their own, and neither does AWS RAM share them; of queues and keys some
actions stay with the owner, whatever the policy says. So the call is denied, and no statement mends it:
assume a role of the other account that may do it. What takes a policy, or is shared in another way, is
not meant. A statement that names both accounts may be deployed to both, and is left alone. Accounts are
known from ARNs, the provider or `[accounts]` in the configuration.

```yaml bad name=starter.yaml
Resources:
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: start
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: states:StartExecution
                #       ^
                Resource: arn:aws:states:eu-west-1:111122223333:stateMachine:orders
```

```toml bad name=iamlint.toml
account = "444455556666"
```

```yaml good name=starter.yaml
Resources:
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: start
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: arn:aws:iam::111122223333:role/starts-orders
```

```toml good name=iamlint.toml
account = "444455556666"
```

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["sqs:SendMessage", "sqs:DeleteQueue"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```toml bad name=iamlint.toml
account = "444455556666"
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```toml good name=iamlint.toml
account = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for granted in estate.unsharable_grants():
        account = granted.account
        why = (
            f"`{granted.kind}` takes no policy"
            if granted.kind
            else "such actions stay with the owner"
        )
        yield Hit(
            granted.action_word,
            f"{granted.identity.address} is allowed {engine.listed(granted.actions)} in account "
            f"{account}, which no policy there can share: {why}",
            also=granted.places,
            details=[("instead", f"assume a role of account {account} that may do it")],
            confidence=granted.confidence,
            key=f"{granted.identity.address} {granted.word}",
        )

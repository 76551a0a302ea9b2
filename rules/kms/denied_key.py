"""A Deny takes the key of data from an identity that is granted the data.

Who reads what is encrypted needs the key too. Here the identity is granted the data, and a Deny about
that very key, in its own policies or in the key's, takes what each such call needs. A Deny of KMS on
`*` keeps its bearer from data on purpose, and is no finding.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "kms:*", Resource: "*"}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      KmsKeyId: !GetAtt Key.Arn
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Secret}
              - {Effect: Deny, Action: kms:Decrypt, Resource: !GetAtt Key.Arn}
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "kms:*", Resource: "*"}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      KmsKeyId: !GetAtt Key.Arn
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Secret}
              - {Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn}
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "kms:*", Resource: "*"}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      KmsKeyId: !GetAtt Key.Arn
  Keeper:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: keep
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [secretsmanager:DescribeSecret, secretsmanager:GetSecretValue], Resource: !Ref Secret}
              - {Effect: Deny, Action: kms:Decrypt, Resource: "*"}
```

https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.withheld_keys():
        missing = found.missing
        need, use = missing.first.need, missing.first.use
        denied = ", ".join(f"`{action}`" for action in missing.actions)
        yield Hit(
            found.denying,
            f"this denies {need.identity.address} {denied} with the key that encrypts "
            f"{use.resource.address}, on which it may `{use.actions[0]}`",
            also=[(use.action_word, f"`{use.actions[0]}` is allowed"), *missing.places],
            confidence="likely",
            key=f"{need.identity.address} {need.key_arn}",
        )

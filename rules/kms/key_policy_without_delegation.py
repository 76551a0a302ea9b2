"""A key policy neither names who uses the key nor leaves that to IAM.

Only the key policy opens a key. Policies of roles count where the key policy has a statement for
the account (`arn:aws:iam::111122223333:root`) that allows the action; else nothing that a role's
own policies say about the key has any effect. Here a principal may use a resource that the key
encrypts, and the key policy lets nobody grant it the key.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin"}
            Action: kms:*
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sqs:ReceiveMessage, Resource: !GetAtt Jobs.Arn}
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
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: jobs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sqs:ReceiveMessage, Resource: !GetAtt Jobs.Arn}
              - {Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn}
```

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for refusal in estate.key_refusals(foreign=False):
        use = refusal.first.use
        lacking = ", ".join(f"`{action}`" for action in refusal.actions)
        yield Hit(
            refusal.key_policy,
            f"the policy of {refusal.key.address} neither allows {lacking} to "
            f"{refusal.who} nor leaves it to IAM policies",
            also=[(use.action_word, f"`{use.actions[0]}` needs the key"), *refusal.places],
            details=refusal.details,
            confidence=refusal.confidence,
            fix=refusal.mended,
            key=refusal.key.address,
        )

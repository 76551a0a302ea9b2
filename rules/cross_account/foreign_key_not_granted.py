"""An identity uses a key of another account, whose key policy does not admit it.

A resource that is encrypted with a customer managed key takes a third yes across accounts: besides
the caller's policies and the resource's own policy, the key policy must allow the caller's account
or the caller. Here the key is in view and its policy does not, so the data cannot be read or
written, nor the key be used directly.

```yaml bad name=app.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
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
              - Effect: Allow
                Action: sqs:ReceiveMessage
                #       ^
                Resource: !GetAtt Jobs.Arn
              - Effect: Allow
                Action: kms:Decrypt
                Resource: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```json bad name=key-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  ]
}
```

```toml bad name=iamlint.toml
[accounts]
"key-policy.json" = "111122223333"
"app.yaml" = "444455556666"
```

```yaml good name=app.yaml
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
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
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt Jobs.Arn
              - Effect: Allow
                Action: kms:Decrypt
                Resource: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```json good name=key-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  ]
}
```

```toml good name=iamlint.toml
[accounts]
"key-policy.json" = "111122223333"
"app.yaml" = "444455556666"
```

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    told: set[object] = set()
    for refusal in estate.key_refusals(foreign=True):
        told.update((identity, refusal.key) for identity in refusal.identities)
        use = refusal.first.use
        yield Hit(
            use.action_word,
            f"{refusal.who} may `{use.actions[0]}` on {use.resource.address}, but its key belongs "
            f"to another account and does not let it {engine.listed(refusal.actions)}",
            also=[*refusal.places, (refusal.key_policy, "this key policy does not admit it")],
            details=refusal.details,
            confidence=refusal.confidence,
            fix=refusal.mended,
            key=f"{refusal.who} {refusal.key.arn}",
        )
    for refused in estate.refused_by_resources():
        if not refused.of_key:
            continue
        if (refused.identity, refused.resource) in told:
            continue
        yield Hit(
            refused.action_word,
            f"the key {refused.resource.address} belongs to another account and does not let "
            f"{refused.identity.address} {engine.listed(refused.actions)}",
            also=refused.places,
            details=[("missing", refused.needed), *refused.details],
            confidence=refused.confidence,
            fix=refused.mended,
            key=f"{refused.identity.address} {refused.resource.arn}",
        )

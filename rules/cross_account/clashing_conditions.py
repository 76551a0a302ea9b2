"""Both sides of an access across accounts allow it, under conditions that never hold together.

Across accounts the caller's policy and that on the resource, or the role's trust policy, must allow
one and the same request. Where the one asks for another value of a key than the other, no request
is allowed by both: every call is denied, though each side looks right.

```yaml bad name=producer.yaml
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: intake}
  Partners:
    Type: AWS::Events::EventBusPolicy
    Properties:
      EventBusName: !Ref Bus
      StatementId: partner
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::444455556666:role/sender"}
        Action: events:PutEvents
        Resource: !GetAtt Bus.Arn
        Condition: {StringEquals: {"events:source": com.partner.shipments}}
```

```yaml bad name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      RoleName: sender
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: events:PutEvents
                Resource: arn:aws:events:eu-west-1:111122223333:event-bus/intake
                Condition: {StringEquals: {"events:source": com.partner.orders}}
                #                          ^
```

```toml bad name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

```yaml good name=producer.yaml
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: intake}
  Partners:
    Type: AWS::Events::EventBusPolicy
    Properties:
      EventBusName: !Ref Bus
      StatementId: partner
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::444455556666:role/sender"}
        Action: events:PutEvents
        Resource: !GetAtt Bus.Arn
        Condition: {StringLike: {"events:source": com.partner.*}}
```

```yaml good name=consumer.yaml
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      RoleName: sender
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: events:PutEvents
                Resource: arn:aws:events:eu-west-1:111122223333:event-bus/intake
                Condition: {StringEquals: {"events:source": com.partner.orders}}
```

```toml good name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for clash in estate.clashing():
        yield Hit(
            clash.own.key,
            f"{clash.identity.address} never gets `{clash.action}` on {clash.about.address}: that "
            f"asks for another `{clash.own.key}`",
            also=[(clash.other.key, "the other side asks for this")],
            confidence=clash.confidence,
            key=f"{clash.identity.address} {clash.about.address}",
        )

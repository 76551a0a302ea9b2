"""Statements of a topic's policy have no Sid to tell them by.

SNS wants every statement of a policy to have a Sid of its own. It lets a single statement go without,
and refuses several: `Every policy statement must have a unique ID`.

```yaml bad
Resources:
  Alarms:
    Type: AWS::SNS::Topic
  Senders:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Alarms]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/app"}
            Action: sns:Publish
            Resource: !Ref Alarms
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/reader"}
            Action: sns:Subscribe
            Resource: !Ref Alarms
```

```yaml good
Resources:
  Alarms:
    Type: AWS::SNS::Topic
  Senders:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Alarms]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: Publish
            Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/app"}
            Action: sns:Publish
            Resource: !Ref Alarms
          - Sid: Subscribe
            Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/reader"}
            Action: sns:Subscribe
            Resource: !Ref Alarms
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("resource",))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if len(policy.statements) < 2 or policy.gaps or not engine.sids(policy).needed:
        return
    bare = [one for one in policy.statements if one.sid is None or one.sid.literal == ""]
    if len(bare) > 1 and not never_both(*bare[:2]):
        yield Hit(
            bare[1],
            "SNS refuses a policy of several statements of which two have no Sid",
            also=[(bare[0], "this has none either")],
            confidence="likely",
        )


def never_both(first: Statement, second: Statement) -> bool:
    """They stand under conditions of which only one holds."""
    return any((name, not wanted) in second.when for name, wanted in first.when)

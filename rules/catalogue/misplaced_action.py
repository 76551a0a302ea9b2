"""A resource's policy names an action that it cannot hold.

The policy of a queue is asked about the queue alone: an action of another service, or one that is not
about a queue, is refused or means nothing there. A role's trust policy knows the actions that
assume it. Such actions belong into a policy of the identity.

```yaml bad
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/worker"}
            Action: [sqs:ReceiveMessage, sqs:ListQueues]
            Resource: !GetAtt Jobs.Arn
```

```yaml good
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/worker"}
            Action: [sqs:ReceiveMessage, sqs:GetQueueAttributes]
            Resource: !GetAtt Jobs.Arn
```

```yaml bad
Resources:
  News:
    Type: AWS::SNS::Topic
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/reader"}
            Action: [sns:Subscribe, sns:Unsubscribe]
            Resource: !Ref News
```

```yaml good
Resources:
  News:
    Type: AWS::SNS::Topic
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/reader"}
            Action: [sns:Subscribe, sns:Receive, sns:ListSubscriptionsByTopic]
            Resource: !Ref News
```

https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
What AWS's guides write into the policy of a key for an enclave does no harm there:

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:role/parent"}
            Action: ["kms:Decrypt", "kms:GenerateRandom"]
            Resource: "*"
            Condition:
              StringEqualsIgnoreCase: {"kms:RecipientAttestation:ImageSha384": 5f8d31c04e2b97a6}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="narrows",
    kinds=("resource", "trust"),
    aws_codes=("UNSUPPORTED_ACTION_IN_POLICY",),
    supersedes=("unmatched-action", "action-needs-star", "missing-assume-action"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    policy = statement.policy
    owner = engine.owner_in_words(policy)
    for word in engine.strange_actions(statement):
        foreign = engine.is_of_another_service(word, policy)
        known = "certain" if foreign else "likely"
        yield Hit(
            word,
            f"`{word}` has no place in the policy of a {owner}",
            confidence=known if policy.kind_known else "unverified",
            fix=Remove(word) if len(statement.actions or ()) > 1 else None,
        )

"""A subscription to a topic of another account, whose policy lets nobody here subscribe.

Whoever deploys the subscription calls `sns:Subscribe` on the topic, and across accounts the topic's
policy must allow that to the account or to somebody in it. Here the topic is in view, and it does
not, so the deployment fails. Let the account subscribe, or declare the subscription in the topic's
own account. That the topic may then send to the queue or function is another matter.

```yaml bad name=producer.yaml
Resources:
  News:
    Type: AWS::SNS::Topic
    Properties: {TopicName: news}
  NewsPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::777788889999:root"}
            Action: sns:Subscribe
            Resource: !Ref News
```

```yaml bad name=consumer.yaml
Resources:
  Inbox:
    Type: AWS::SQS::Queue
    Properties: {QueueName: inbox}
  InboxPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Inbox]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Inbox.Arn
            Condition: {ArnEquals: {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:news"}}
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:eu-west-1:111122223333:news
      Protocol: sqs
      Endpoint: !GetAtt Inbox.Arn
      #         ^
```

```toml bad name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

```yaml good name=producer.yaml
Resources:
  News:
    Type: AWS::SNS::Topic
    Properties: {TopicName: news}
  NewsPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: sns:Subscribe
            Resource: !Ref News
```

```yaml good name=consumer.yaml
Resources:
  Inbox:
    Type: AWS::SQS::Queue
    Properties: {QueueName: inbox}
  InboxPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Inbox]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Inbox.Arn
            Condition: {ArnEquals: {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:news"}}
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:eu-west-1:111122223333:news
      Protocol: sqs
      Endpoint: !GetAtt Inbox.Arn
```

```toml good name=iamlint.toml
region = "eu-west-1"

[accounts]
"producer.yaml" = "111122223333"
"consumer.yaml" = "444455556666"
```

https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for refused in estate.undeployed():
        yield Hit(
            refused.wire,
            f"{refused.resource.address} belongs to account "
            f"{estate.account_of(refused.resource)} and does not let account {refused.account} "
            f"{engine.listed((refused.action,))}: the deployment fails",
            also=[
                (
                    refused.policy or refused.resource,
                    f"nothing here lets account {refused.account} in",
                )
            ],
            details=refused.details,
            confidence=refused.confidence,
            fix=refused.mended,
            key=f"{refused.resource.arn} {refused.account}",
        )

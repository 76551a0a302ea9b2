"""A resource's policy is about another kind of resource.

The policy of a bucket can be about the bucket and its objects, that of a queue about the queue. Another
kind of ARN under Resource is refused, or never matches.

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
            Action: sqs:ReceiveMessage
            Resource: [!GetAtt Jobs.Arn, "arn:aws:sns:eu-west-1:111122223333:jobs"]
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
            Action: sqs:ReceiveMessage
            Resource: !GetAtt Jobs.Arn
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource",),
    aws_codes=("UNSUPPORTED_RESOURCE_ARN_IN_POLICY",),
    supersedes=("unmatched-action", "idle-resource"),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    owner = engine.owner_in_words(statement.policy)
    for word in engine.strange_resources(statement):
        yield Hit(
            word,
            f"the policy of a {owner} cannot be about `{word}`",
            confidence="certain" if statement.policy.kind_known else "unverified",
        )

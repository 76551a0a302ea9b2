"""A statement of a resource policy names nobody.

Without `Principal` or `NotPrincipal` a statement in a resource policy, a trust policy or a resource
control policy is refused, or matches no request.

```yaml bad
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```yaml good
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "trust", "rcp", "endpoint", "scp"),
    aws_codes=("MISSING_PRINCIPAL",),
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if statement.policy.kind == "scp" and not estate.is_configured_as("rcp", statement.policy):
        return
    if statement.principals is None and engine.lacks(statement, "Principal", "NotPrincipal"):
        yield Hit(statement, "the statement names no Principal, so it admits nobody")

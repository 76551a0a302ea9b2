"""A policy is declared that another declaration replaces or takes away.

A bucket, a queue, a topic or a secret has one policy, and every call that sets it replaces the
whole. Of two declarations the one that is deployed last stands and the other is lost without a
word, or the second does not deploy. Put all statements into one policy. (Statements that are
declared one by one, as `AWS::Lambda::Permission`, add to what is there.)

```yaml bad
Resources:
  Uploads:
    Type: AWS::SQS::Queue
  FromBucket:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Uploads]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: s3.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Uploads.Arn
            Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
  FromTopic:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Uploads]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Uploads.Arn
            Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
```

```yaml good
Resources:
  Uploads:
    Type: AWS::SQS::Queue
  Senders:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Uploads]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: [s3.amazonaws.com, sns.amazonaws.com]}
            Action: sqs:SendMessage
            Resource: !GetAtt Uploads.Arn
            Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
```

Declarations of which conditions let only one be deployed are no rivals:

```yaml good
Parameters:
  Stage: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsNotProd: !Not [!Condition IsProd]
Resources:
  Uploads:
    Type: AWS::SQS::Queue
  InProd:
    Type: AWS::SQS::QueuePolicy
    Condition: IsProd
    Properties:
      Queues: [!Ref Uploads]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: s3.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Uploads.Arn
            Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
  Elsewhere:
    Type: AWS::SQS::QueuePolicy
    Condition: IsNotProd
    Properties:
      Queues: [!Ref Uploads]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Uploads.Arn
            Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
```

In Terraform some declarations list all policies of a role, or all who have a policy:
`aws_iam_role_policies_exclusive`, `aws_iam_role_policy_attachments_exclusive`, `inline_policy` and
`managed_policy_arns` of a role, `aws_iam_policy_attachment`. What another declaration attaches and
they do not list is taken away again:

```terraform bad
{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {"resources": [
  {"address": "aws_iam_group.app", "mode": "managed", "type": "aws_iam_group", "name": "app", "values": {"name": "app"}},
  {"address": "aws_iam_group_policy_attachments_exclusive.app", "mode": "managed", "type": "aws_iam_group_policy_attachments_exclusive", "name": "app",
   "values": {"group_name": "app", "policy_arns": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]}},
  {"address": "aws_iam_group_policy_attachment.queues", "mode": "managed", "type": "aws_iam_group_policy_attachment", "name": "queues",
   "values": {"group": "app", "policy_arn": "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"}}
]}}}
```

```terraform good
{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {"resources": [
  {"address": "aws_iam_group.app", "mode": "managed", "type": "aws_iam_group", "name": "app", "values": {"name": "app"}},
  {"address": "aws_iam_group_policy_attachments_exclusive.app", "mode": "managed", "type": "aws_iam_group_policy_attachments_exclusive", "name": "app",
   "values": {"group_name": "app", "policy_arns": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]}},
  {"address": "aws_iam_group_policy_attachment.queues", "mode": "managed", "type": "aws_iam_group_policy_attachment", "name": "queues",
   "values": {"group": "app", "policy_arn": "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"}}
]}}}
```

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for rivals in estate.rivals():
        first, *others = rivals.claims
        what = rivals.resource.address if rivals.resource is not None else str(rivals.target)
        for other in others:
            yield Hit(
                other.policy,
                f"{what} has one policy, and {first.address} declares it too: "
                "the one that is deployed last replaces the other",
                also=[(first.policy, "the other policy")],
                confidence=rivals.confidence,
                key=f"{other.address} {what}",
            )
    for taken in estate.taken():
        who, exclusive = taken.identity.address, taken.exclusive.address
        listed = f"all who have this policy, and not {who}"
        if not taken.by_holders:
            listed = f"all policies of {who}, and not this one"
        yield Hit(
            taken.by,
            f"`{exclusive}` lists {listed}: it is taken away again",
            also=[(taken.exclusive, "what is not listed here is taken away")],
            confidence=taken.confidence,
            key=f"{taken.by.address} {who}",
        )

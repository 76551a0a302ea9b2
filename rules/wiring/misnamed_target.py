"""A policy is attached to something that is named in a form which the property does not take.

Roles, users and groups are named by their names, never by ARNs. The policy of a bucket takes the name
of the bucket, that of a queue its URL, that of a topic its ARN. AWS refuses another form when it is deployed.

```hcl bad name=main.tf
resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.arn
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
```

```hcl good name=main.tf
resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
```

```yaml bad
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Access:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!GetAtt Jobs.Arn]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Ref AWS::AccountId}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```yaml good
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Access:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Ref AWS::AccountId}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
```

```yaml bad
Resources:
  News:
    Type: AWS::SNS::Topic
  Access:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!GetAtt News.TopicName]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Ref AWS::AccountId}
            Action: sns:Publish
            Resource: !Ref News
```

```yaml good
Resources:
  News:
    Type: AWS::SNS::Topic
  Access:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Ref AWS::AccountId}
            Action: sns:Publish
            Resource: !Ref News
```

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misnamed_targets():
        yield Hit(
            found.place,
            f"{found.attachment.address} gives {found.what} where {found.wanted} is needed",
        )

"""A value is none that the condition's operator can read.

`Bool` reads `true` and `false`, `Numeric…` a number, `Date…` a date, `IpAddress` an address or a block
in CIDR form, `Arn…` an ARN of six fields, `BinaryEquals` base64. Anything else never matches. Seconds
since 1970 are read as a date, but nobody else can: they are shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.*"}}
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"DateLessThan": {"aws:CurrentTime": "31/12/2026"}}
    }
  ]
}
```

```yaml bad
Resources:
  Nightly: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day)}}
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: events.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {ArnEquals: {aws:SourceArn: !Ref Nightly}}
```

```yaml good
Resources:
  Nightly: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day)}}
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: events.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {ArnEquals: {aws:SourceArn: !GetAtt Nightly.Arn}}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
        "DateLessThan": {"aws:CurrentTime": "2026-12-31T00:00:00Z"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import re
from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule

FAR = re.compile(r"[Tt].*[+-](1[5-9]|[2-9]\d|14:?(?!00)\d\d|\d\d:?[6-9]\d)(:?\d\d)?\Z")
WANTED = {
    "Bool": "`true` or `false`",
    "Numeric": "a number",
    "Date": "a date like `2026-12-31T00:00:00Z`",
    "IPAddress": "an address or a block like `203.0.113.0/24`",
    "ARN": "an ARN of six fields",
    "Binary": "base64",
}


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=(
        "TYPE_MISMATCH_BOOLEAN",
        "TYPE_MISMATCH_DATE",
        "TYPE_MISMATCH_NUMBER",
        "TYPE_MISMATCH_STRING",
        "TYPE_MISMATCH_IP_RANGE",
        "INVALID_DATE_VALUE",
    ),
    supersedes=(
        "self-defeating-condition",
        "subsumed-statement",
    ),
    where="reads_no_text",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    type_ = engine.type_of_operator(condition)
    if type_ not in WANTED or engine.type_mismatch(condition):
        return
    for value in condition.values:
        text = value.literal
        if text is None and type_ == "ARN" and engine.is_no_arn(value):
            yield Hit(value, f"`{condition.operator}` reads {WANTED[type_]}, and `{value}` is none")
        if text is None or "${" in text:
            continue
        if not engine.fits_type(text, type_):
            yield Hit(
                value,
                f"`{condition.operator}` reads {WANTED[type_]}, not `{text}`",
                severity="info" if engine.is_unfilled(text) else "",
            )
        elif type_ == "Date" and FAR.search(text):
            yield Hit(
                value,
                f"no place has the offset of `{text}`: it ends at 14 hours, and minutes at 59",
                severity="warning",
            )
        elif type_ == "Date" and "-" not in text[1:] and len(text) > 4:
            yield Hit(
                value, f"`{text}` is a date in seconds: write {WANTED[type_]}", severity="info"
            )

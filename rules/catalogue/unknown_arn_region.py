"""An ARN names a region that its partition does not have.

Such an ARN matches nothing. Mostly a slip of the pen (`eu-west1`), or a region of China or of the
government's cloud in an ARN that begins with `arn:aws:`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west1:111122223333:jobs"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:cn-north-1:111122223333:jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws:sqs:eu-west-1:111122223333:jobs", "arn:aws:sqs:eu-*:111122223333:jobs"]}
  ]
}
```

What is known at deployment alone is still of a sort:

```yaml bad
Resources:
  Send:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: !Sub "arn:aws:sqs:${AWS::AccountId}:${AWS::Region}:jobs"
```

```yaml good
Resources:
  Send:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: !Sub "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs"
```

What only stands for a region until it is filled in is no finding in the default view:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:AWS_REGION:111122223333:jobs"}
  ]
}
```

https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ARN_REGION",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "region unknown"):
        known, shown = fault.arn.within(3)
        if known:
            text = fault.arn.exchanged() if fault.arn.within(4)[0] == "region" else None
            yield Hit(
                fault.word,
                f"`{shown}` is {'an' if known == 'account' else 'a'} {known}, and stands where the"
                " region does",
                fix=Replace(fault.word, text) if text is not None else None,
            )
            continue
        region, partition = fault.arn.region, fault.arn.shown_partition
        right = engine.partition_of(fault.arn)
        text = fault.arn.changed(1, right) if right else None
        yield Hit(
            fault.word,
            f"`{region}` is a region of the partition `{right}`, not of `{partition}`"
            if right
            else f"the partition `{partition}` has no region `{region}`"
            if partition
            else f"no partition has a region `{region}`",
            severity="info" if engine.is_unfilled(region) else "",
            confidence="certain" if right else "likely",
            fix=Replace(fault.word, text) if text is not None else None,
        )

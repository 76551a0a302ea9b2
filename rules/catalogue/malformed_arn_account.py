"""The account in an ARN is not of twelve digits.

The fifth field of an ARN is an account's id: twelve digits, leading zeros included, no dashes. With
another text in it the ARN matches nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:1111-2222-3333:jobs"}
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:11122223333:jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}
  ]
}
```

What only stands for an account until it is filled in is no finding in the default view:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:ACCOUNT_ID:jobs"}
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
            Resource: !Sub "arn:aws:sqs:${AWS::Region}:${AWS::Region}:jobs"
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ARN_ACCOUNT",),
    supersedes=("unmatched-action", "idle-resource"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "account malformed"):
        known, shown = fault.arn.within(4)
        if known:
            yield Hit(fault.word, f"`{shown}` is a {known}, and stands where the account does")
            continue
        account = fault.arn.account
        digits = account.replace("-", "").replace(" ", "")
        text = fault.arn.changed(4, digits) if digits.isdigit() and len(digits) == 12 else None
        yield Hit(
            fault.word,
            f"`{account}` is no account id: that has twelve digits",
            severity="info" if engine.is_unfilled(account) else "",
            fix=Replace(fault.word, text) if text is not None else None,
        )

"""A policy variable is not written as one.

A variable is `${`, the name of a condition key, and `}`; a default stands in single quotes after a
comma: `${aws:PrincipalTag/team, 'none'}`. AWS refuses a variable that is empty, has a blank or an odd sign
in it or is not closed. Braces without the `$` right before them are plain text, and so is a `$` without
braces. What has no colon (`${Bucket}`) is mostly left over from a template and matches nothing. In a template of
CloudFormation `${AWS::AccountId}` is filled in within `Fn::Sub` alone, and there `${aws:username}` is written
`${!aws:username}`: of another name CloudFormation says that nothing in the template is called so.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/${aws:username/*"
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/${aws:PrincipalTag/home, none}/*"
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/{aws:username}/*"
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/$aws:username/*"
    }
  ]
}
```

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
            Resource: arn:aws:sqs:eu-west-1:${AWS::AccountId}:jobs
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
            Resource: !Sub arn:aws:sqs:eu-west-1:${AWS::AccountId}:jobs
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::homes/${aws:username}/*"
    }
  ]
}
```

```yaml bad
Resources:
  Homes:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: !Sub arn:${AWS::Partition}:s3:::homes/${aws:username}/*
```

```yaml good
Resources:
  Homes:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: !Sub arn:${AWS::Partition}:s3:::homes/${!aws:username}/*
```

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
            Resource: !Sub arn:aws:sqs:eu-west-1:${AWS::Account}:jobs
```

`&{` is the sign of a variable in `aws_iam_policy_document` of Terraform, and nowhere else:

```hcl bad name=main.tf
resource "aws_iam_policy" "homes" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::homes/&{aws:username}/*" }]
  })
}
```

```hcl good name=main.tf
resource "aws_iam_policy" "homes" {
  policy = data.aws_iam_policy_document.homes.json
}

data "aws_iam_policy_document" "homes" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::homes/&{aws:username}/*"]
  }
}
```

Some keys of AWS IoT name an attribute of the thing:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iot:Publish",
      "Resource": "arn:aws:iot:eu-west-1:111122223333:topic/${iot:Connection.Thing.Attributes[site]}/state"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule

WHY = {
    "brace": "has no closing brace",
    "quote": "has a default that does not stand in single quotes",
    "space": "has a blank in it",
    "symbol": "has a sign in it that no condition key has",
    "loose": "is plain text: a policy variable begins with `${`",
    "terraform": "is a policy variable in `aws_iam_policy_document` alone: elsewhere it begins with `${`",
    "empty": "names no condition key",
    "filled": "is looked up in the template by `Fn::Sub`: a policy variable is written `${!…}` there",
    "unfilled": "is no pseudo parameter of CloudFormation",
    "pseudo": "is no policy variable: it is filled in by CloudFormation, in `Fn::Sub` only",
    "placeholder": "names no condition key: is it left over from a template?",
}


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=(
        "MISSING_BRACE_IN_VARIABLE",
        "MISSING_QUOTE_IN_VARIABLE",
        "UNSUPPORTED_SPACE_IN_VARIABLE",
        "EMPTY_VARIABLE",
    ),
    where="mentions_variables",
    supersedes=("unknown-arn-resource", "unknown-variable"),
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if not statement.policy.has_variables or not engine.may_hold_variables(statement.policy):
        return
    words = [*(statement.resources or ()), *(statement.not_resources or ())]
    for condition in statement.conditions:
        if engine.takes_variables(condition):
            words.extend(condition.values)
    for word in words:
        fault = next(engine.variable_faults(word.text), None)
        if fault is not None:
            what, why = fault.what[:40], fault.why
            if why == "terraform" and statement.node.source.path.endswith(".py"):
                continue  # Pulumi hands its statements to the same data source
            raw = why == "pseudo" and estate.is_in_template(statement.policy)
            doubtful = why in ("pseudo", "placeholder") and not raw
            yield Hit(
                word,
                f"`{what}` {WHY[why]}",
                severity="info" if doubtful else "",
                confidence="likely" if why in ("loose", "terraform") or raw else "certain",
            )

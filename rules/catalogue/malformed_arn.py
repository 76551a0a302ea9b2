"""A resource is neither `*` nor an ARN.

An ARN has six fields: `arn:partition:service:region:account:resource`. AWS refuses what does not
begin with `arn:`; what has fewer fields matches something else than it looks like, or nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "acme-reports/*"}]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:acme-reports/x"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}]
}
```

Where a name is wanted, an ARN makes an ARN within an ARN, which matches nothing:

```yaml bad
Resources:
  Reports:
    Type: AWS::S3::Bucket
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "s3:GetObject", Resource: !Sub "arn:aws:s3:::${Reports.Arn}/*"}
```

```yaml good
Resources:
  Reports:
    Type: AWS::S3::Bucket
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "s3:GetObject", Resource: !Sub "${Reports.Arn}/*"}
```

One text is one ARN; several are a list:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/a/*,arn:aws:s3:::reports/b/*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::reports/a/*", "arn:aws:s3:::reports/b/*"]}
  ]
}
```

The account of a bucket is left out, its colon is not:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::reports/*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("INVALID_ARN_PREFIX", "MISSING_ARN_FIELD"),
    supersedes=(
        "unmatched-action",
        "idle-resource",
        "misplaced-resource",
        "malformed-arn-account",
        "unknown-arn-region",
        "unknown-arn-resource",
    ),
    where="names_resources",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if engine.knows_short_resources(statement.policy):
        return
    for word in (*(statement.resources or ()), *(statement.not_resources or ())):
        missing = engine.arn_lacks(word)
        if missing and not engine.left_open(word):
            severity = "info" if engine.is_unfilled(word.literal or "") else ""
            yield Hit(word, f"`{word}` is no ARN: {missing}", severity=severity)

"""A condition shuts out all whom its statement names.

What a request carries hangs on who makes it. Only services that call in their own name carry
`aws:SourceArn` and `aws:SourceAccount`; who signs in with a token is of no organization and has no
`aws:PrincipalArn`; a role has no `aws:username`, and its `aws:PrincipalArn` is its own. A role that
services alone may assume never comes with a second factor. A statement that names such principals and
wants such a key, or another value of it, lets nobody in.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/deploy-*"}}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/deploy-*"}}
    }
  ]
}
```

```yaml bad
Resources:
  Lookup:
    Type: AWS::IAM::Role
    Properties:
      RoleName: lookup
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Lookup.Arn}
            Action: sts:AssumeRole
            Condition: {Bool: {"aws:MultiFactorAuthPresent": "true"}}
            #                  ^
```

```yaml good
Resources:
  Admin:
    Type: AWS::IAM::Role
    Properties:
      RoleName: admin
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: sts:AssumeRole}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Admin.Arn}
            Action: sts:AssumeRole
            Condition: {Bool: {"aws:MultiFactorAuthPresent": "true"}}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Estate, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust", "resource"),
    supersedes=("untrusted-caller",),
)
def check(condition: Condition, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if not condition.statement.allows:
        return
    shut = engine.defeated(condition)
    if shut is None:
        return
    confidence = shut.confidence or "certain"
    if confidence == "unverified" and estate.taken_by_services(condition.statement):
        confidence = "certain"
    elif confidence == "unverified" and estate.begun_by_services(condition.statement):
        confidence = "likely"  # no person is behind such a session, whoever may begin one
    does = "never carry" if shut.absent else "have another"
    yield Hit(
        condition.key,
        f"requests of {shut.who} {does} `{condition.key}`: nobody is admitted"
        + (f", for {shut.why}" if shut.why else ""),
        also=[(shut.entry, "who is named")],
        confidence=confidence,
    )

"""A session policy allows what its role is not granted, which gives nobody anything.

A session policy only limits. What it allows beside the role's own permissions reads like a grant and is
none: the role's policies have to allow it too.

```yaml bad
Resources:
  Files:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: transfer.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: files
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "arn:aws:s3:::acme-files/*"}
  Ada:
    Type: AWS::Transfer::User
    Properties:
      ServerId: s-0123456789abcdef0
      UserName: ada
      Role: !GetAtt Files.Arn
      Policy: |
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"], "Resource": "arn:aws:s3:::acme-files/ada/*"}]}
```

```yaml good
Resources:
  Files:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: transfer.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: files
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "arn:aws:s3:::acme-files/*"}
  Ada:
    Type: AWS::Transfer::User
    Properties:
      ServerId: s-0123456789abcdef0
      UserName: ada
      Role: !GetAtt Files.Arn
      Policy: |
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::acme-files/ada/*"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for idle in estate.limits.beyond_role():
        role = idle.limit.role
        yield Hit(
            idle.words[0],
            f"{engine.listed(map(str, idle.words))} is allowed here and not granted to "
            f"{role.address}",
            also=[(role, "its own policies do not allow it")],
            key=" ".join(map(str, idle.words)),
        )

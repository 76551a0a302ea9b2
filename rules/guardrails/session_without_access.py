"""A session policy leaves nothing of what its role is granted.

A session policy grants nothing: of a role's own permissions it lets those through that it allows too. Where
the two have nothing in common, whoever gets the session may do nothing.

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
          {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-archive/*"}]}
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
          {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-files/ada/*"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for limit in estate.limits.without_access():
        yield Hit(
            limit.where,
            f"sessions of {limit.role.address} may do nothing: the session policy of "
            f"{limit.by.address} allows nothing that the role is granted",
            also=[(limit.role, "the role"), (limit.by, "limits its sessions")],
            details=[("unless", unknown.why) for unknown in limit.unknown[:2]],
            confidence=limit.confidence,
            key=f"{limit.by.address} {limit.role.address}",
        )

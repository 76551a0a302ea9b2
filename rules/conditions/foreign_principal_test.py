"""A policy of a user or role wants another principal than the one it belongs to.

`aws:PrincipalArn`, `aws:PrincipalType` and the other keys of the principal are, in every request that such a
policy is asked about, those of its own user or role. A statement that wants another does nothing.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:PrincipalType": User}}
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:PrincipalType": AssumedRole}}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="warning", since="0.1.0", kinds=("identity",), where="is_of_an_owner")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if engine.shuts_owner(condition):
        fate = "allows" if condition.statement.allows else "denies"
        yield Hit(
            condition.key,
            f"requests of its own principal have another `{condition.key}`: the statement {fate} "
            "nothing",
        )

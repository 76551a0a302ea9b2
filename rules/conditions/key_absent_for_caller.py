"""A condition asks for a key that requests of this caller never carry.

`aws:username` is there for IAM users alone, keys of sessions for roles alone, `aws:SourceArn` for services that
call in their own name, and a second factor for nobody as whom services act. In a policy of another kind an
Allow with them never applies, and a Deny never bites. The same is so of a tag of the principal that none of
those has to whom the policy is attached, and that no session may bring.

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
                Condition: {StringEquals: {"aws:username": alice}}
```

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: squad, Value: web}]
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
                Condition: {StringEquals: {"aws:PrincipalTag/team": web}}
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: team, Value: web}]
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
                Condition: {StringEquals: {"aws:PrincipalTag/team": web}}
```

```yaml good
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::reports/*
                Condition: {StringEquals: {"aws:username": alice}}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Estate, Hit, rule


@rule(severity="warning", since="0.1.0", kinds=("identity", "boundary"))
def check(condition: Condition, engine: Engine, estate: Estate) -> Iterator[Hit]:
    key, statement = condition.key.literal or "", condition.statement
    if key.lower().startswith("aws:principaltag/"):
        bearer = estate.unborne(condition) if statement.allows else None
        if bearer is not None:
            yield Hit(
                condition.key,
                f"the tag `{key.partition('/')[2]}` of {bearer.identity.address} is never this: nothing is "
                "allowed",
                also=[(bearer.identity, "these are its tags")],
                details=[("unless", "tags are added where it is deployed")],
                confidence=bearer.confidence,
            )
        return
    if not engine.is_of_some_callers(key) or not engine.needs_key(condition):
        return
    caller = engine.lacking_caller(key, statement, estate.holders_of(statement.policy))
    if caller:
        fate = "allows" if statement.allows else "denies"
        yield Hit(
            condition.key,
            f"requests of a {caller} never carry `{condition.key}`: the statement {fate} nothing",
            confidence="certain" if statement.policy.owner is not None else "likely",
        )

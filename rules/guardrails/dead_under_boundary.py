"""A policy grants what the identity's permissions boundary never lets through.

A permissions boundary grants nothing; it limits. What it does not allow is denied, whatever the
identity's own policies say, so the statement looks like a permission and is none. Named are actions
of which nothing at all gets through, and managed policies of AWS's own that are about a few services, of
which one has no effect. So are values that a condition lists, of which nothing gets through.

```yaml bad
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: ["s3:*", "sqs:*"]
            Resource: "*"
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:PutItem
                Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/seen
```

```yaml good
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: ["s3:*", "sqs:*"]
            Resource: "*"
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml bad
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["sqs:*"], Resource: "*"}
  Host:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]
```

```yaml good
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["sqs:*", "ssm:*", "ssmmessages:*"], Resource: "*"}
  Host:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_boundary():
        why = "denies it" if dead.denying else "has no Allow for it"
        yield Hit(
            dead.where,
            f"{dead.who} never gets {dead.what}: the permissions boundary {why}",
            also=[(dead.place, "the permissions boundary"), *dead.reasons],
            details=dead.details,
            confidence=dead.confidence,
            fix=dead.mended,
            key=dead.key,
        )
    for cut in estate.managed_cut():
        yield Hit(
            cut.place,
            f"{cut.who} never gets {cut.what}: the permissions boundary lets nothing of it through",
            also=cut.places,
            confidence=cut.confidence,
            fix=cut.mended,
            key=f"{cut.who} {cut.name}",
        )
    for one in estate.values_cut_by("boundary"):
        why = "denies it" if one.denying else "has no Allow for it"
        yield Hit(
            one.value,
            f"{one.identity.address} gets nothing of this where `{one.condition.key}` is "
            f"`{one.value}`: the permissions boundary {why}",
            also=[(one.layer.place, "the permissions boundary"), *one.reasons],
            confidence=one.confidence,
            key=f"{one.condition.key} {one.value}",
        )

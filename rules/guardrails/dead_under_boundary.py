"""A policy grants what the identity's permissions boundary never lets through.

A permissions boundary grants nothing; it limits. What it does not allow is denied, whatever the
identity's own policies say, so the statement looks like a permission and is none. Named are actions
of which nothing at all gets through.

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

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Engine, Estate, Hit, Identity, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(identity: Identity, estate: Estate, engine: Engine) -> Iterator[Hit]:
    for dead in estate.capped(identity):
        if dead.cap.kind != "boundary":
            continue
        actions = engine.listed(str(word) for word in dead.words)
        boundary = dead.cap.policies[0]
        also = [(dead.cap.place, "its permissions boundary")]
        if dead.denied_by is not None:
            also.append((dead.denied_by, "denied here"))
        elif dead.cap.editable:
            also.append((boundary, "nothing here allows it"))
        yield Hit(
            dead.words[0],
            f"{identity.address} never gets {actions}: its permissions boundary "
            + ("denies it" if dead.denied_by else "has no Allow for it"),
            also=also,
            fix=AddStatement(
                boundary,
                {
                    "Effect": "Allow",
                    "Action": [word.text for word in dead.words],
                    "Resource": [word.text for word in dead.statement.resources or ()],
                },
                "let the boundary allow it",
            )
            if dead.cap.editable and dead.denied_by is None and dead.statement.resources
            else None,
            key=f"{identity.address} {' '.join(str(word) for word in dead.words)}",
        )

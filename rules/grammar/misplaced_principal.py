"""A policy that is attached to a principal names one.

Identity policies, permissions boundaries, session policies and service control policies apply to
whoever they are attached to; AWS refuses `Principal` and `NotPrincipal` in them.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: sqs:ReceiveMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:ReceiveMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Hit, Remove, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    kinds=("identity", "boundary", "session", "scp"),
    aws_codes=("UNSUPPORTED_PRINCIPAL", "SCP_SYNTAX_ERROR_PRINCIPAL"),
    where="is_unusual",
)
def check(statement: Statement) -> Iterator[Hit]:
    if statement.principals is None and statement.not_principals is None:
        return
    for name in ("Principal", "NotPrincipal"):
        key = statement.element(name)
        if key is not None and statement.tells(name):
            yield Hit(
                key,
                f"`{name}` may not stand in {statement.policy.kind_in_words}: it applies to whoever "
                "it is attached to",
                fix=Remove(key),
            )

"""An Allow keeps some out, and lets in everybody of whom nothing is known.

Negated operators hold when the request lacks the key. An Allow but for one network, organization or
calling service admits whoever comes from none. Name who may, or demand the key with
`"Null": {"⟨key⟩": "false"}`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {
        "StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"},
        "Null": {"aws:SourceVpce": "false"}
      }
    }
  ]
}
```

Of a service it is asked for which account it acts: for all but one's own is hardly meant.

```yaml bad
Resources:
  Start:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ecs-tasks.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringNotEquals: {"aws:SourceAccount": !Ref AWS::AccountId}
              #                 ^
```

```yaml good
Resources:
  Start:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ecs-tasks.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule

WHENCE = ("organization", "network", "source")
OF_SERVICES = "aws:sourceaccount"


@rule(severity="warning", since="0.1.0", where="tests_negated")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    if test is None or not test.negated or test.if_absent is not True or not condition.values:
        return
    statement = condition.statement
    if not statement.grants or engine.always_there(condition) or engine.demands_key(condition):
        return
    if any(engine.holds_if_absent(other) is not True for other in statement.conditions):
        return  # something else of the request is asked for
    yield Hit(
        condition.key,
        f"`{condition.operator}` also holds for requests without `{condition.key}`, and nothing "
        "else is asked",
        severity="" if test.guards in WHENCE or test.key == OF_SERVICES else "info",
    )

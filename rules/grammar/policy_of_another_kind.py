"""A policy looks like one of another kind than it is used as.

Nothing in it fits the place where it stands: a trust policy given as an identity policy, or the
reverse. Every statement of it is refused; the cause is one.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(policy: Policy) -> Iterator[Hit]:
    if not policy.kind_known or policy.gaps or not policy.statements:
        return
    named = ("Principal", "NotPrincipal")
    naming = [not s.elements.isdisjoint(named) for s in policy.statements]
    if policy.kind in ("identity", "boundary", "session", "scp") and all(naming):
        looks = "the policy of a resource or of a role's trust"
    elif policy.kind in ("resource", "trust", "rcp", "endpoint") and not any(naming):
        looks = "an identity policy"
    else:
        return
    yield Hit(policy, f"this is used as {policy.kind_in_words} and looks like {looks}", key=looks)

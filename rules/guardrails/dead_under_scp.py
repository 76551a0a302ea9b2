"""A policy grants what a service control policy over the account never lets through.

A service control policy grants nothing; every level of them, from the root of the organization to
the account, must allow an action. Of a condition that lists values, such as services that a role may
be passed to, those are told of which nothing gets through. SCPs are read from templates and plans, and
from `[[scps]]` in the configuration.

```yaml bad name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
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

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": ["s3:*", "sqs:*", "sts:*"], "Resource": "*"}]
}
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[kinds]
"scp.json" = "scp"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
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

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": ["s3:*", "sqs:*", "sts:*"], "Resource": "*"}]
}
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[kinds]
"scp.json" = "scp"

[[scps]]
file = "scp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for dead in estate.capped_by_scp():
        why = "denies it" if dead.denying else "does not allow it"
        yield Hit(
            dead.where,
            f"{dead.who} never gets {dead.what}: a service control policy {why}",
            also=dead.reasons,
            details=dead.details,
            confidence=dead.confidence,
            fix=dead.mended,
            key=dead.key,
        )
    for one in estate.values_cut_by("scp"):
        why = "denies it" if one.denying else "does not allow it"
        yield Hit(
            one.value,
            f"{one.identity.address} gets nothing of this where `{one.condition.key}` is "
            f"`{one.value}`: a service control policy {why}",
            also=one.reasons,
            confidence=one.confidence,
            key=f"{one.condition.key} {one.value}",
        )

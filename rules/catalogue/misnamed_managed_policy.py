"""A managed policy is named that nothing declares, and its account has one that is called almost so.

Attached or set as a boundary, it is refused; demanded by a condition, the condition is never met. Names of
policies tell upper from lower case in ARNs, and the ARN has the path.

```yaml bad
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: workload-limits
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:*"}]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Sub arn:aws:iam::${AWS::AccountId}:policy/workload-limit
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
```

```yaml good
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: workload-limits
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:*"}]
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Sub arn:aws:iam::${AWS::AccountId}:policy/workload-limits
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
```

```yaml bad name=app/stack.yaml
Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iam:CreateRole
            Resource: arn:aws:iam::111122223333:role/app-*
            Condition:
              StringEquals: {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/limits"}
```

```yaml bad name=base/stack.yaml
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: limits
      Path: /base/
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:*"}]
```

```toml bad name=iamlint.toml
account = "111122223333"
```

A permission set names the path beside the name:

```yaml bad
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: analysts
      Path: /limits/
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "athena:*", Resource: "arn:aws:athena:eu-west-1:111122223333:*"}]
  Analyst:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Analyst
      PermissionsBoundary:
        CustomerManagedPolicyReference: {Name: analysts, Path: /}
```

```yaml good
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: analysts
      Path: /limits/
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "athena:*", Resource: "arn:aws:athena:eu-west-1:111122223333:*"}]
  Analyst:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Analyst
      PermissionsBoundary:
        CustomerManagedPolicyReference: {Name: analysts, Path: /limits/}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("missing-boundary",))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.nearly_named_policies():
        yield Hit(
            found.reference,
            f"no managed policy `{found.name}` is in view: `{found.other}` is meant",
            also=[(found.meant, "this policy is called almost so")],
            confidence="likely",
        )

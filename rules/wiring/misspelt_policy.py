"""A managed policy or boundary is named that is not in view, and one in view is almost called so.

A letter too many, another case, or the path left out: the policy is part of its ARN with its path.
Where no policy of that name exists, the deployment fails; a permission set is not provisioned in
the account. Should the policy be declared elsewhere, give that to the scan. Names that differ in a
number or in a short part, as `dev` and `prod` do, are not almost the same.

```yaml bad
Resources:
  Bounds:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: developer-boundary
      Path: /platform/
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "xray:PutTraceSegments", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Sub "arn:aws:iam::${AWS::AccountId}:policy/developer-boundary"
      #                    ^
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

```yaml good
Resources:
  Bounds:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: developer-boundary
      Path: /platform/
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "xray:PutTraceSegments", Resource: "*"}
  Worker:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Sub "arn:aws:iam::${AWS::AccountId}:policy/platform/developer-boundary"
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for misspelt in estate.misspelt_policies():
        yield Hit(
            misspelt.reference,
            f"no managed policy `{misspelt.name}` is in view, but one that is called "
            f"`{misspelt.other}`",
            also=[(misspelt.meant, "this may be meant")],
            details=[("did you mean", str(misspelt.arn))],
            confidence="likely",
            key=misspelt.name,
        )

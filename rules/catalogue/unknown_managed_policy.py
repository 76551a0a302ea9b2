"""No managed policy of AWS's own has this name.

Attaching it fails at deployment. Often the path is missing: `AWSLambdaBasicExecutionRole` lies under
`service-role/`, and the ARN needs that. Policies that AWS withdrew can be attached to nothing new.
Where no policy of a like name is known, it may be newer than the bundled data: then the finding is
unverified. So it is in other partitions than `aws`, whose lists are not bundled.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole
        # ^
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
```

```hcl bad name=main.tf
resource "aws_iam_role_policy_attachment" "worker" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAcess"
}
```

```hcl good name=main.tf
resource "aws_iam_role_policy_attachment" "worker" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
```

A role takes ARNs, not names; SAM takes the names of AWS's own policies too:

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - AWSLambdaBasicExecutionRole
```

```yaml bad
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.13
      Policies: [AWSLambdaBasicExecutionRol]
```

```yaml good
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.13
      Policies: [AWSLambdaBasicExecutionRole]
```

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Replace, rule


@rule(severity="error", since="0.1.0", fix="repairs")
def check(estate: Estate) -> Iterator[Hit]:
    for misnamed in estate.misnamed_policies():
        near = misnamed.meant
        yield Hit(
            misnamed.reference,
            f"`{misnamed.name}` is no ARN, by which managed policies are named"
            if misnamed.refused
            else f"AWS has no managed policy `{misnamed.name}`",
            details=[("did you mean", ", ".join(f"`{misnamed.shown(name)}`" for name in near))]
            if near
            else (),
            confidence="certain" if misnamed.sure else "unverified",
            fix=Replace(misnamed.reference, misnamed.written(near[0])) if len(near) == 1 else None,
        )

"""A role that services assume is denied what it does for want of a second factor.

A Deny with `BoolIfExists` and `false` on `aws:MultiFactorAuthPresent` is meant for people. A service,
or a workload with a token, never signs in with a second factor, so for a role that nobody else may
assume the Deny always holds, whatever else the role is allowed.

```yaml bad
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
              - {Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::reports/*}
              - Effect: Deny
                Action: s3:*
                Resource: "*"
                Condition: {BoolIfExists: {aws:MultiFactorAuthPresent: "false"}}
```

```yaml bad
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
              - {Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::reports/*}
              - Effect: Deny
                Action: s3:*
                Resource: "*"
                Condition: {BoolIfExists: {aws:MultiFactorAuthPresent: "false", aws:ViaAWSService: "false"}}
```

```yaml good
Resources:
  Operator:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: arn:aws:iam::111122223333:root}
            Action: sts:AssumeRole
            Condition: {Bool: {aws:MultiFactorAuthPresent: "true"}}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::reports/*}
              - Effect: Deny
                Action: s3:*
                Resource: "*"
                Condition: {BoolIfExists: {aws:MultiFactorAuthPresent: "false"}}
```

```hcl bad name=main.tf
resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "work" {
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::reports/*" },
      {
        Effect    = "Deny"
        NotAction = ["iam:ChangePassword", "sts:GetSessionToken"]
        Resource  = "*"
        Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
      }
    ]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Identity, rule


@rule(severity="error", since="0.1.0")
def check(identity: Identity, estate: Estate, engine: Engine) -> Iterator[Hit]:
    taker = engine.taken_by_services_alone(identity.trust)
    if taker is None:
        return
    for attached in estate.policies_of(identity).attached:
        for statement in attached.policy.statements if attached.sure else ():
            if engine.denies_without_mfa(statement):
                yield Hit(
                    statement.effect or statement,
                    f"{identity.address} is assumed by `{taker.value}`, without a second factor: "
                    "this always denies",
                    also=[(taker, "nobody else may assume the role")],
                    key=identity.address,
                )

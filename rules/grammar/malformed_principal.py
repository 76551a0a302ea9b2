"""A principal under `AWS` is not written as AWS accounts and identities are.

`AWS` takes an account id of twelve digits, the ARN of an account, user, role or session, or `*`.
AWS refuses a policy with something else: a name, a group, a bucket, a service (that stands under
`Service`). The session of a role has an ARN of `sts`, not of `iam`. `CanonicalUser` takes the long
hexadecimal id of an account in S3.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:group/admins"},
      "Action": "sts:AssumeRole"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

In a template `!Ref` of a role is its name:

```yaml bad
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {AWS: !Ref App}, Action: sts:AssumeRole}]
```

```yaml good
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {AWS: !GetAtt App.Arn}, Action: sts:AssumeRole}]
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust", "resource", "endpoint"),
    aws_codes=("INVALID_PRINCIPAL_FORMAT",),
    supersedes=("unassumable-role", "untrusted-caller", "refused-session-tags"),
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    for entry in (*(statement.principals or ()), *(statement.not_principals or ())):
        why = engine.names_no_caller(entry)
        if why:
            yield Hit(
                entry,
                f"`{entry.value}` names nobody: {why}",
                severity="info" if engine.is_unfilled(entry.value.literal or "") else "",
            )
        elif estate.is_mere_name(entry):
            yield Hit(entry, f"`{entry.value}` is a mere name: a principal is named by its ARN")

"""A trust policy names a role or user of its own account that no document in view declares.

IAM looks up whom a trust policy names when it is saved, and refuses one that names nobody; and once
who is named is deleted, the policy keeps an ID that lets nobody in. Here the account is the role's own,
and nothing in view creates, looks up or mentions such an identity: it has to be there already.

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:aws:iam::${AWS::AccountId}:role/deploy
              #    ^
            Action: sts:AssumeRole
```

```yaml good
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
  Reader:
    Type: AWS::IAM::Role
    DependsOn: Deploy
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:aws:iam::${AWS::AccountId}:role/deploy
            Action: sts:AssumeRole
```

```hcl bad name=main.tf
data "aws_caller_identity" "me" {}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/deploy" }
      Action    = "sts:AssumeRole"
    }]
  })
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Identity, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(identity: Identity, estate: Estate) -> Iterator[Hit]:
    for word in estate.unseen_principals(identity):
        yield Hit(
            word,
            f"`{word}` has to be there already: nothing in view declares it",
            confidence="unverified",
        )

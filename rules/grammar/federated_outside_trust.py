"""A policy of a resource names an identity provider.

Whoever signs in with an identity provider calls AWS as a role. `Federated` names the provider in the
trust policy of that role, and nowhere else, not in the policy of a bucket either; the policy of a
resource names the role.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/corp-sender"}
    }
  ]
}
```

```yaml bad
Resources:
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: acme-reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/corp"}
            Action: s3:GetObject
            Resource: arn:aws:s3:::acme-reports/*
```

```yaml good
Resources:
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: acme-reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:role/corp-reader"}
            Action: s3:GetObject
            Resource: arn:aws:s3:::acme-reports/*
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-federated-principal-not-supported
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "endpoint"),
    aws_codes=("FEDERATED_PRINCIPAL_NOT_SUPPORTED",),
)
def check(statement: Statement) -> Iterator[Hit]:
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        if principal.type == "Federated":
            yield Hit(
                principal,
                f"the identity provider `{principal.value}` can only stand in a trust policy",
            )

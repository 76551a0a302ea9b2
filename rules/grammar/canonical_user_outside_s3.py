"""A canonical user stands in a policy that is not of S3.

Canonical user ids are names of accounts that S3 alone knows. Elsewhere the account is named by its id or by an ARN.

```yaml bad
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {CanonicalUser: 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be}
            Action: sts:AssumeRole
```

```yaml good
Resources:
  Data:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: acme-data
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {CanonicalUser: 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be}
            Action: s3:GetObject
            Resource: arn:aws:s3:::acme-data/*
```


https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("resource", "trust"))
def check(statement: Statement) -> Iterator[Hit]:
    policy = statement.policy
    owner = policy.resource_type if policy.kind_known else ""
    if policy.kind != "trust" and (not owner or owner.startswith("s3")):
        return
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        if principal.type == "CanonicalUser":
            yield Hit(
                principal,
                "only S3 knows canonical users: name the account by its id",
                confidence="likely",
            )

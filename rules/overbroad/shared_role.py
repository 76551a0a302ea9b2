"""Several functions run as one role.

An inventory for audits: each of them has the permissions that any of them needs. AWS advises a role for
each function; where functions do one job together, sharing may be meant.

```yaml bad persona=auditor
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/images
      Runtime: python3.13
      Handler: resize.handler
      Code: {S3Bucket: acme-code, S3Key: images.zip}
  Delete:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/images
      Runtime: python3.13
      Handler: delete.handler
      Code: {S3Bucket: acme-code, S3Key: images.zip}
```

```yaml good
Resources:
  Resize:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/resize
      Runtime: python3.13
      Handler: resize.handler
      Code: {S3Bucket: acme-code, S3Key: images.zip}
  Delete:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/delete
      Runtime: python3.13
      Handler: delete.handler
      Code: {S3Bucket: acme-code, S3Key: images.zip}
```

https://docs.aws.amazon.com/lambda/latest/dg/lambda-permissions.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for first, *others in estate.functions_by_role():
        if others:
            yield Hit(
                first,
                f"{len(others) + 1} functions run as this role",
                also=[(one, "so does this one") for one in others[:3]],
                key=f"{first.role_ref}",
            )

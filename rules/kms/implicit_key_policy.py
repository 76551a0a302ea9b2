"""A key is created without a policy of its own.

AWS gives it the default policy, which leaves everything to the IAM policies of the account: whoever
may be granted `kms:*` there may use and delete the key, and no service can use it in its own name.
That is often what is meant, so this is shown in the pedantic view; written down it can be read and
narrowed.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: orders
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: orders
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
```

```hcl bad
resource "aws_kms_key" "orders" {
  description = "orders"
}
```

```hcl good
data "aws_caller_identity" "me" {}

resource "aws_kms_key" "orders" {
  description = "orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Resource, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(resource: Resource, estate: Estate) -> Iterator[Hit]:
    if resource.default_policy and resource.created and estate.has_default_policy_alone(resource):
        yield Hit(
            resource,
            f"{resource.address} has AWS's default key policy",
            key="default policy",
        )

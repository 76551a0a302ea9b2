"""A role of a permission set is named, and no permission set is called so.

IAM Identity Center calls the role that it makes for a permission set `AWSReservedSSO_`, the name of the set
and sixteen digits. A pattern with another name matches nobody's role, in silence: who was to be let in is kept
out, and who was to be spared by a Deny is denied. It is said where a permission set in view is called almost
so.

```yaml bad
Resources:
  Readers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Readers
      ManagedPolicies: [arn:aws:iam::aws:policy/job-function/ViewOnlyAccess]
  Audit:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: sts:AssumeRole
            Condition:
              ArnLike: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Reader_*"}
```

```yaml good
Resources:
  Readers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Readers
      ManagedPolicies: [arn:aws:iam::aws:policy/job-function/ViewOnlyAccess]
  Audit:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                "aws:PrincipalArn":
                  - arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Readers_*
                  - arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Billing_*
```

```hcl bad name=main.tf
resource "aws_ssoadmin_permission_set" "operators" {
  name         = "operators"
  instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = "logs-of-octo"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::logs-of-octo/*"
      Condition = {
        ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operators_*" }
      }
    }]
  })
}
```

https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Replace, rule


@rule(severity="error", since="0.1.0", fix="repairs", supersedes=("untrusted-caller",))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misnamed_sets():
        yield Hit(
            found.word,
            f"no permission set is called `{found.name}`: {found.others} is meant",
            also=[(one, "this permission set is called almost so") for one in found.meant[:3]],
            confidence="likely",
            fix=Replace(found.word, found.mended) if found.mended else None,
        )

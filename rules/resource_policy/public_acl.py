"""The ACL of a bucket lets strangers in.

A canned ACL (`public-read`, `public-read-write`, `authenticated-read`), or a grant to the groups of
all users or of all AWS accounts, opens the bucket beside any policy. Buckets that were made since
April 2023 heed no such ACL: their objects are their owner's, and public access is blocked. So it is
an error where the bucket is told to heed ACLs (its object ownership and its public access block say
so), and shown in the pedantic view where nothing says that. A policy says better who may do what.

```yaml bad
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
      #              ^^^^^^^^^^
      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]}
      PublicAccessBlockConfiguration: {BlockPublicAcls: false, IgnorePublicAcls: false}
```

```yaml good
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: Private
```

```hcl bad
resource "aws_s3_bucket" "site" {
  bucket = "acme-site"
}

resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id
  rule {
    object_ownership = "ObjectWriter"
  }
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket             = aws_s3_bucket.site.id
  block_public_acls  = false
  ignore_public_acls = false
}

resource "aws_s3_bucket_acl" "site" {
  bucket = aws_s3_bucket.site.id
  acl    = "public-read-write"
  #        ^^^^^^^^^^^^^^^^^^^
}
```

```hcl good
resource "aws_s3_bucket" "site" {
  bucket = "acme-site"
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket             = aws_s3_bucket.site.id
  block_public_acls  = false
  ignore_public_acls = true
}

resource "aws_s3_bucket_acl" "site" {
  bucket = aws_s3_bucket.site.id
  acl    = "public-read-write"
}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Hit, Resource, rule


@rule(severity="error", since="0.1.0", where="is_open_by_acl")
def check(resource: Resource, catalog: Catalog) -> Iterator[Hit]:
    says = {row["term"]: row["says"] for row in catalog.table("acl_terms")}
    for acl in resource.open_acls:
        who = says[acl.group]
        may = " and ".join(says.get(one, f"have {one}") for one in acl.permissions)
        if acl.counts:
            # the account may block public access for all of its buckets, which is not read
            yield Hit(acl, f"by the bucket's ACL {who} may {may}", confidence="likely")
        else:
            yield Hit(
                acl,
                f"by the bucket's ACL {who} may {may}, unless it heeds none, as new buckets do",
                severity="info",
            )

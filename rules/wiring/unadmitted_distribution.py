"""A bucket does not let in the distribution that serves what is in it.

With an origin access control CloudFront signs its requests as `cloudfront.amazonaws.com`, and the
bucket's policy has to let that service read for the distribution. Without the statement every
viewer gets an access error. It is often left out because the policy names the distribution and the
distribution the bucket: a policy that is declared apart from the bucket makes no circle.

With the older origin access identity the distribution reads as that identity, which the policy has
to name: as `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity …`, or by its canonical
user.

```yaml bad
Resources:
  Site:
    Type: AWS::S3::Bucket
  Control:
    Type: AWS::CloudFront::OriginAccessControl
    Properties:
      OriginAccessControlConfig:
        {Name: site, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4}
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: site
            DomainName: !GetAtt Site.RegionalDomainName
            #           ^
            OriginAccessControlId: !GetAtt Control.Id
            S3OriginConfig: {OriginAccessIdentity: ""}
        DefaultCacheBehavior: {TargetOriginId: site, ViewerProtocolPolicy: https-only}
```

```yaml good
Resources:
  Site:
    Type: AWS::S3::Bucket
  SitePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Site
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: cloudfront.amazonaws.com}
            Action: s3:GetObject
            Resource: !Sub ${Site.Arn}/*
            Condition:
              StringEquals:
                aws:SourceArn: !Sub arn:aws:cloudfront::${AWS::AccountId}:distribution/${Front}
  Control:
    Type: AWS::CloudFront::OriginAccessControl
    Properties:
      OriginAccessControlConfig:
        {Name: site, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4}
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: site
            DomainName: !GetAtt Site.RegionalDomainName
            OriginAccessControlId: !GetAtt Control.Id
            S3OriginConfig: {OriginAccessIdentity: ""}
        DefaultCacheBehavior: {TargetOriginId: site, ViewerProtocolPolicy: https-only}
```

```hcl bad name=main.tf
resource "aws_s3_bucket" "site" {
  bucket = "site-111122223333"
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    #                          ^
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
}
```

```hcl good name=main.tf
resource "aws_s3_bucket" "site" {
  bucket = "site-111122223333"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
}
```

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate) -> Iterator[Hit]:
    for lack in estate.unadmitted("no statement", "read"):
        yield Hit(
            lack.wire,
            f"{lack.target} does not let `{lack.service}` read for {lack.source}: "
            f"{lack.consequence}",
            also=lack.places,
            details=lack.details,
            confidence=lack.confidence,
            fix=lack.mended,
            key=lack.key,
        )

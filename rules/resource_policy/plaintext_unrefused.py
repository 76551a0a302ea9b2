"""A bucket, queue or topic has no policy, so that nothing refuses requests over plain HTTP.

An inventory for audits: several security standards ask for a policy that denies what comes without TLS.
Whoever may use the resource can still choose HTTP; the SDKs and the CLI of AWS never do. Of policies
that are there and do not deny it, the rule `plaintext-allowed` speaks.

```yaml bad persona=auditor
Resources:
  Reports:
    Type: AWS::S3::Bucket
```

```yaml good
Resources:
  Reports:
    Type: AWS::S3::Bucket
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Reports.Arn, !Sub "${Reports.Arn}/*"]
            Condition: {Bool: {"aws:SecureTransport": "false"}}
```

https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
"""

from collections.abc import Iterator

from iamlint import Catalog, Estate, Hit, Resource, rule


@rule(severity="info", persona="auditor", since="0.1.0")
def check(resource: Resource, estate: Estate, catalog: Catalog) -> Iterator[Hit]:
    spoken = (row["type"] for row in catalog.table("plain_http_types"))
    if resource.service_type not in spoken or not resource.created:
        return
    grants = estate.policies_on(resource)
    others = [one for one in grants.attached if not one.bundled]
    if not any(one.sure for one in others):
        doubts = [(one.place, one.why) for one in grants.unknown]
        doubts += [(one.place, "this may be a policy of it") for one in others]
        yield Hit(
            resource,
            f"{resource.address} has no policy that denies requests over plain HTTP",
            confidence="unverified" if doubts else "certain",
            also=doubts[:1],
            key="no policy",
        )

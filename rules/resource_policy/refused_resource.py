"""A service refuses what its policy says under Resource.

S3 does not take `*` in the policy of a bucket: it wants the ARN of the bucket or of objects in it.
SQS takes one resource a statement. In a bare file that may be the policy of a VPC endpoint as well,
which takes both, it is reported where callers are named. The policy of a repository of ECR has no
`Resource` at all.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-data/*"
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "sqs:SendMessage",
      "Resource": [
        "arn:aws:sqs:eu-west-1:111122223333:jobs",
        "arn:aws:sqs:eu-west-1:111122223333:jobs-late"
      ]
    }
  ]
}
```

```yaml bad
Resources:
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryPolicyText:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/app"}
            Action: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer]
            Resource: "*"
```

```yaml good
Resources:
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryPolicyText:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/app"}
            Action: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer]
```

https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    owner = engine.owner_in_words(statement.policy)
    for word, why in engine.refused_resources(statement):
        named = all(entry.value.literal != "*" for entry in statement.principals or ())
        unsure = "likely" if named else "unverified"
        yield Hit(
            word,
            f"a {owner} refuses `{word}` in its policy: {why}",
            confidence="certain" if statement.policy.kind_known else unsure,
        )

"""A condition wants a key that the calls of a service principal do not carry.

A service that acts in its own name, as CloudFront reading a bucket does, belongs to no organization,
has no tags, no second factor and no network of yours. A statement that admits the service and wants
`aws:PrincipalOrgID` never holds for it. What holds a service to your own resources is
`aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`. `aws:PrincipalAccount` is there, and tells
of an account of AWS, never of yours.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudfront.amazonaws.com"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-site/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "ArnEquals": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"}
      }
    }
  ]
}
```

```yaml bad
Resources:
  Builder:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: codebuild.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringEquals: {"aws:PrincipalAccount": !Ref AWS::AccountId}
              #              ^
```

```yaml good
Resources:
  Builder:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: codebuild.amazonaws.com}
            Action: sts:AssumeRole
            Condition:
              StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}
```

An external ID is passed by other companies, and by few services of AWS:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "lambda.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "a1b2"}}
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
      "Principal": {"Service": ["cognito-idp.amazonaws.com", "vmie.amazonaws.com"]},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "vmimport", "aws:SourceAccount": "111122223333"}}
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
      "Principal": {"Service": "cloudfront.amazonaws.com"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-site/*",
      "Condition": {
        "ArnEquals": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule

OF_AWS = "an account of AWS"


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",),
    kinds=("trust", "resource"),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    key = condition.key.literal or ""
    absent = engine.row_of_key("keys_absent_for_services", key)
    row = absent or engine.row_of_key("keys_of_services", key)
    if not row or not engine.needs_key(condition):
        return
    if not absent and not (row["value"] == OF_AWS and condition.statement.allows):
        return
    services = [
        one
        for one in condition.statement.principals or ()
        if one.type == "Service"
        and one.value.literal not in row.get("but", ())
        and one.value.literal in row.get("only", (one.value.literal,))
    ]
    if not services:
        return
    done = "admitted" if condition.statement.allows else "denied"
    said = f"carry no `{condition.key}`" if absent else f"tell of {OF_AWS} in `{condition.key}`"
    yield Hit(
        condition.key,
        f"calls of `{services[0].value}` {said}, so it is never {done}: {row['why']}",
        also=[(services[0], "the service")],
        confidence=row.get("confidence", "certain"),
    )

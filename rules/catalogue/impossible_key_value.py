"""A condition compares a key with a value that the key never has.

The id of an account has twelve digits, that of an organization begins with `o-`, the path to an
organizational unit ends in `/`; `aws:PrincipalArn` of a session is the ARN of its role. A condition that wants
another value is never met, and one that excludes it always holds.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "*",
      "Condition": {
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:group/operators"}
      }
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "*",
      "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/operators"}}
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
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "AES-256"}}
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
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}
    }
  ]
}
```

An external ID is never empty; a role that wants such a one lets nobody in:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/scanner"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": ""}}
    }
  ]
}
```

What calls for a service is in `aws:SourceArn`; `aws:PrincipalArn` is a user, a role or an account:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "events.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:events:eu-west-1:111122223333:rule/nightly"}}
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
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::444455556666:role/*", "arn:*:*::444455556666:*"]}}
    }
  ]
}
```

A role of a permission set has a path, which its ARN does not leave out:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "ArnLike": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:role/AWSReservedSSO_Operators_*"
        }
      }
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "ArnLike": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operators_*"
        }
      }
    }
  ]
}
```

What makes a thing that gets tags is an action of its service, as AWS writes it:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ec2:CreateTags",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
      "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstance"}}
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
      "Action": "ec2:CreateTags",
      "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
      "Condition": {"StringEquals": {"ec2:CreateAction": ["RunInstances", "CreateVolume"]}}
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
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/0d5f8a2b-1111-4222-8333-444455556666",
      "Condition": {"StringLike": {"kms:ViaService": "secretmanager.*.amazonaws.com"}}
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
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/0d5f8a2b-1111-4222-8333-444455556666",
      "Condition": {"StringLike": {"kms:ViaService": ["secretsmanager.*.amazonaws.com", "s3.*", "*.amazonaws.com", "newthing.*.amazonaws.com"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="error",
    since="0.1.0",
    supersedes=(
        "foreign-principal-test",
        "self-defeating-condition",
        "unmet-trust-condition",
        "untrusted-caller",
        "subsumed-statement",
    ),
    where="values_known",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    row = engine.values_known(condition)
    found = list(engine.impossible_values(condition)) if row is not None else []
    for value in found:
        shown = "empty" if value.literal == "" else f"`{value}`"
        yield Hit(
            value,
            f"`{condition.key}` is never {shown}: it is {row['meant'] if row else ''}",
            severity="info"
            if engine.is_unfilled(value.literal or "")
            else ""
            if len(found) == len(condition.values)
            else "warning",
            confidence="likely",
        )

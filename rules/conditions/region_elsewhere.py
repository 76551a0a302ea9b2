"""A statement is about resources of one region and wants requests to be made in another.

A request for a resource is made in the region in which the resource is. Where no ARN of the statement is
in a region that its condition asks for, the statement does nothing. Actions that copy or replicate to
another region are left out, and cross-region inference. A service uses the keys of its own region.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-3"}}
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
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*",
      "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-3.amazonaws.com"}}
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
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*",
      "Condition": {"StringLike": {"kms:ViaService": ["s3.*.amazonaws.com", "sqs.eu-west-3.amazonaws.com"]}}
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
      "Action": "dynamodb:GetItem",
      "Resource": [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        "arn:aws:dynamodb:us-east-1:111122223333:table/orders"
      ],
      "Condition": {"StringLike": {"aws:RequestedRegion": "eu-*"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-3"}}
    },
    {
      "Effect": "Allow",
      "Action": "ec2:CopySnapshot",
      "Resource": "arn:aws:ec2:eu-west-1::snapshot/*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-3"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", where="is_on_region_key")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    places = engine.regions_elsewhere(condition)
    if not places:
        return
    never = "a service in" if engine.form_of(condition) == "via-service" else "the region of"
    done = "allowed" if condition.statement.allows else "denied"
    yield Hit(
        condition.key,
        f"`{condition.key}` is never {never} {engine.listed(sorted(places))}, where the "
        f"resources are: nothing is {done}",
        also=[(word, "a resource of another region") for word in list(places.values())[:3]],
        confidence="likely",
    )

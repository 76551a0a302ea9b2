"""A condition wants a key that the calls of a service principal do not carry.

A service that acts in its own name, as CloudFront reading a bucket does, belongs to no organization,
has no tags, no second factor and no network of yours. A statement that admits the service and wants
`aws:PrincipalOrgID` never holds for it. What holds a service to your own resources is
`aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`.

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


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",),
    kinds=("trust", "resource"),
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    row = engine.row_of_key("keys_absent_for_services", condition.key.literal or "")
    if not row or not engine.needs_key(condition):
        return
    services = [
        one
        for one in condition.statement.principals or ()
        if one.type == "Service" and one.value.literal not in row.get("but", ())
    ]
    if services:
        done = "admitted" if condition.statement.allows else "denied"
        yield Hit(
            condition.key,
            f"calls of `{services[0].value}` carry no `{condition.key}`, so it is never {done}: "
            f"{row['why']}",
            also=[(services[0], "the service")],
        )

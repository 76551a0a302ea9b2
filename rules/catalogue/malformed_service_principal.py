"""A service is not named in the form in which AWS names services.

A service principal is `service.amazonaws.com`, in China for some services with `.cn` behind it. What
`kms:ViaService` holds has a Region in it, `s3.eu-west-1.amazonaws.com`: without it, it never matches.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::111122223333:role/worker",
      "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks"}}
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
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {"StringEquals": {"kms:ViaService": "s3.amazonaws.com"}}
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
      "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, Replace, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_SERVICE_PRINCIPAL_FORMAT",),
    where="form_of",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    form = engine.form_of(condition)
    if form not in ("service-principal", "via-service"):
        return
    if engine.type_of_operator(condition) != "String":
        return
    for value in condition.values:
        text = value.literal
        if text is None or engine.is_pattern(value):
            continue
        if not engine.is_service_principal_form(text):
            whole = f"{text}.amazonaws.com"
            known = form == "service-principal" and engine.catalog.service_principal(whole)
            yield Hit(
                value,
                f"`{text}` is not the name of a service, which is like `ecs-tasks.amazonaws.com`",
                severity="info" if engine.is_unfilled(text) else "",
                fix=Replace(value, whole) if known else None,
            )
        elif form == "via-service" and not engine.region_in_service_name(text):
            yield Hit(
                value,
                f"`{condition.key}` is never `{text}`: it is like `s3.eu-west-1.amazonaws.com`",
            )

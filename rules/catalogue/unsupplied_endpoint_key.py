"""A key of a VPC endpoint is tested for a service that does not supply it.

`aws:VpceAccount`, `aws:VpceOrgID`, `aws:VpceOrgPaths` and `aws:SourceVpcArn` come with requests to
some services only. For the others the key is absent even when the request came through the right
endpoint: an `Allow` that wants it never holds, and a `Deny` that forbids other values holds always.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["s3:GetObject", "sns:Publish"],
      "Resource": "*",
      "Condition": {"StringNotEqualsIfExists": {"aws:VpceAccount": "111122223333"}}
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
      "Action": "s3:GetObject",
      "Resource": "*",
      "Condition": {"StringNotEqualsIfExists": {"aws:VpceAccount": "111122223333"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceaccount
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(
    severity="warning",
    since="0.1.0",
    aws_codes=("USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",),
    where="is_on_endpoint_key",
)
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    row = engine.row_of_key("endpoint_key_services", condition.key.literal or "")
    if not row:
        return
    statement, key = condition.statement, condition.key
    done = "allowed" if statement.allows else "denied"
    holds = "always" if engine.holds_if_absent(condition) else "never"
    told = f"for them the condition {holds} holds, however a request comes"
    services = engine.services_acted_on(statement)
    if services is None:
        yield Hit(
            key,
            f"few services supply `{key}`, the statement is about all: {told}",
            confidence="likely",
        )
        return
    lacking = [one for one in services if one not in row["services"]]
    if lacking:
        yield Hit(
            key,
            f"not supplied by {engine.listed(lacking)}: under `{key}` its actions are {holds} "
            f"{done}, however a request comes",
            confidence="likely",
        )

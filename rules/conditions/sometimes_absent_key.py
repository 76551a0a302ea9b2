"""A condition hangs on a global key that not every request carries.

An inventory for audits. What a condition does to requests without its key is easily overlooked: a
plain operator fails there, a negated one holds. Whether such requests exist is known to whoever wrote
the statement; `IfExists` or a test with `Null` says that they were thought of.

```json bad persona=auditor
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
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
      "Action": "sqs:SendMessage",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-a1b2c3d4e5"},
        "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule

# where a key is there, as the catalogue calls it: in words
PRESENT = {
    "principal-organization": "requests of principals in an organization",
    "principal-tag": "requests of principals with this tag",
    "service-principal": "calls that a service makes in its own name",
    "user": "requests of IAM users",
    "temporary-credentials": "requests with temporary credentials",
    "session-kind": "sessions of some kinds",
    "not-through-endpoint": "requests that come through no VPC endpoint",
    "endpoint": "requests that come through a VPC endpoint",
    "service-on-behalf": "calls that a service makes for a resource",
    "forwarded": "calls that a service makes for the caller",
    "request-tag": "requests that set tags",
    "resource-tag": "requests on a resource with this tag",
    "most-actions": "requests of most actions",
    "resource-organization": "requests on resources in an organization",
    "browser": "requests of browsers",
    "mcp": "requests through an MCP server",
}

OF_SERVICES = ("service-on-behalf", "service-principal")


@rule(severity="info", persona="auditor", since="0.1.0", where="is_sometimes_absent")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    words = PRESENT.get(test.present) if test is not None else None
    if test is None or words is None or not test.operator or test.if_exists:
        return
    if test.present in OF_SERVICES and any(engine.services_in(condition.statement)):
        return
    holds = engine.holds_if_absent(condition)
    if holds is None or engine.demands_key(condition):
        return
    does = "denied" if condition.statement.denies else "allowed"
    yield Hit(
        condition.key,
        f"only {words} carry `{condition.key}`: all others are {'' if holds else 'not '}{does}",
    )

"""A Deny by address also hits what AWS services do for the caller.

When a service calls on behalf of somebody, the address is the service's own. Without an exception,
CloudFormation, Athena and others fail for those who are in the right network. Add
`"Bool": {"aws:ViaAWSService": "false"}`. A Deny of single actions by name is shown in the pedantic view.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "*",
      "Resource": "*",
      "Condition": {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}
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
      "Action": "*",
      "Resource": "*",
      "Condition": {
        "NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24"]},
        "Bool": {"aws:ViaAWSService": "false"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="warning", since="0.1.0", where="is_of_deny")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    test = engine.test_of(condition)
    statement = condition.statement
    if test is None or test.key != "aws:sourceip" or not test.negated or not statement.denies:
        return
    if engine.excepts_services(statement):
        return
    names = statement.actions or ()
    yield Hit(
        condition.key,
        "services that act for a caller have addresses of their own: they are denied too",
        details=[("missing", '"Bool": {"aws:ViaAWSService": "false"}')],
        # in a policy on a resource, and of actions by name, one mostly knows who comes through
        # which service
        severity=""
        if statement.policy.kind in ("identity", "scp", "boundary")
        and (not names or any(word.literal is None or engine.is_pattern(word) for word in names))
        else "info",
    )

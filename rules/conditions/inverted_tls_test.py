"""The test for TLS is the wrong way round.

`aws:SecureTransport` is `true` for a request over TLS. A Deny of `true` stops whoever calls as
AWS's tools do and lets plain HTTP through; an Allow of `false` is for plain HTTP alone. What is
meant is to deny `false`. A Deny that asks for something else besides is not meant here. In the same
way a Deny of what is greater than a version of TLS stops the newer ones.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::example-logs", "arn:aws:s3:::example-logs/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::example-logs", "arn:aws:s3:::example-logs/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-logs/*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-logs/*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
"""

from collections.abc import Iterator

from iamlint import Condition, Hit, Replace, rule

OPERATORS = ("bool", "boolifexists", "stringequals", "stringequalsifexists")


@rule(severity="error", since="0.1.0", fix="widens", where="tests_tls")
def check(condition: Condition) -> Iterator[Hit]:
    key = (condition.key.literal or "").lower()
    if key == "s3:tlsversion":
        yield from of_versions(condition)
    if key != "aws:securetransport":
        return
    if (condition.operator.literal or "").lower() not in OPERATORS or len(condition.values) != 1:
        return
    statement, value = condition.statement, condition.values[0]
    asked = (value.literal or "").lower()
    alone = len(statement.conditions) == 1 and not statement.gaps
    if statement.denies and asked == "true" and alone:
        what, meant = "denies every request over TLS, and lets plain HTTP through", "false"
    elif statement.allows and asked == "false":
        what, meant = "allows requests over plain HTTP alone", "true"
    else:
        return
    yield Hit(
        value,
        f"this {what}: `{meant}` is meant",
        fix=Replace(value, meant, f"ask for `{meant}`"),
    )


def of_versions(condition: Condition) -> Iterator[Hit]:
    """The newer versions are denied, or the older ones allowed alone."""
    operator, statement = (condition.operator.literal or "").lower(), condition.statement
    operator = operator.removesuffix("ifexists")
    alone = len(statement.conditions) == 1 and not statement.gaps
    version = condition.values[0] if len(condition.values) == 1 else "this"
    if statement.denies and operator.startswith("numericgreaterthan") and alone:
        what, meant = f"denies newer versions of TLS than `{version}`", "NumericLessThan"
    elif statement.allows and operator.startswith("numericlessthan"):
        what, meant = (
            f"allows older versions of TLS than `{version}` alone",
            "NumericGreaterThanEquals",
        )
    else:
        return
    yield Hit(condition.operator, f"this {what}: `{meant}` is meant")

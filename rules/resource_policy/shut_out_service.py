"""A policy lets a service in and shuts it out again by a Deny.

A Deny for all that are not of your organization, account or network is meant for people. A service
that calls in its own name is of none of those, so the Deny takes away what another statement of the
same policy gives it: trails, logs and notifications stop. Say in the Deny that services are not meant,
by `"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}`.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-trail/AWSLogs/111122223333/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-trail/*",
      "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-trail/AWSLogs/111122223333/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-trail/*",
      "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
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
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-trail/AWSLogs/111122223333/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-trail/*",
      "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "trust"),
    fix="widens",
    where="shut_out",
    supersedes=("source-ip-deny-breaks-services",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    shut_out = engine.shut_out(statement)
    if not shut_out:
        return
    first = shut_out[0]
    others = len({str(one.entry.value) for one in shut_out} - {str(first.entry.value)})
    more = f" and {others} more" if others else ""
    yield Hit(
        statement.effect or statement,
        f"this denies `{first.entry.value}`{more} what the policy lets it do: "
        f"{engine.listed(first.actions)}",
        also=[(one.entry, "let in here") for one in shut_out[:3]],
        details=[("missing", '"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}')],
        confidence=first.confidence,
        fix=engine.sparing_services(statement),
        key=str(first.entry.value),
    )

"""A policy lets a service in on whoever's behalf it calls.

A service acts for all of its customers. Without a condition on `aws:SourceArn`,
`aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths` any of them can make it send to the
queue, call the function or write to the bucket. Where a guide of AWS's gives no source (EventBridge
to a topic, rotation of secrets, use of a key …), nothing is reported in the default view, nor
where the statement has other conditions or reveals nothing.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {
        "ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:alarms"}
      }
    }
  ]
}
```

A Deny of all others binds as well:

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-logs/*"
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-logs/*",
      "Condition": {
        "StringNotEquals": {"aws:SourceAccount": "111122223333"},
        "Bool": {"aws:PrincipalIsAWSService": "true"}
      }
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("resource",),
    fix="narrows",
    aws_codes=(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    ),
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if not statement.allows or statement.gaps or engine.bound_by(statement) is not None:
        return
    services = list(engine.services_in(statement))
    other = engine.beside_source(statement)
    if other is not None:
        for entry in services:
            yield Hit(
                entry,
                f"`{other.key}` does not say on whose behalf `{entry.value}` calls: use "
                "aws:SourceArn or aws:SourceAccount",
                severity="info",
            )
        return
    usual = [entry for entry in services if engine.sourceless(statement, entry)]
    binding = engine.binding(statement, estate.file_of(statement.policy))
    only_these = not usual and len(services) == len(statement.principals or ())
    for entries in ([entry for entry in services if entry not in usual], usual):
        if entries:
            telling = entries is not usual and engine.reveals_or_changes(statement)
            names = engine.listed(str(entry.value) for entry in entries)
            yield Hit(
                entries[0],
                f"{names} may {engine.in_brief(statement)} on anybody's behalf: no "
                "aws:SourceArn or aws:SourceAccount",
                also=[(entry, "this one too") for entry in entries[1:]],
                severity="" if telling else "info",
                # a condition binds all principals of the statement, also those that send no source
                fix=binding if only_these else None,
            )

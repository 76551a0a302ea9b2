"""A resource serves none of the actions of its statement.

Nobody may do anything with it through this statement: every action beside it is about something else.
Harmless, but it looks as if something were allowed.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]}
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::acme-reports"]}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]}
  ]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Remove, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", fix="safe", where="names_resources")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in engine.idle_resources(statement):
        if engine.dead_without_streams(statement, word):
            continue  # it lacks its `:*`, which another rule says
        yield Hit(
            word,
            f"no action of the statement is about `{word}`",
            fix=Remove(word),
        )

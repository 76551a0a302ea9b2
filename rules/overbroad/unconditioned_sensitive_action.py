"""A sensitive action is allowed without a condition.

An inventory for audits: every action that hands out credentials, changes permissions, opens resources to
others or switches defences off, where no condition says who, from where or on what. Its resources may be
limited all the same.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "cloudtrail:StopLogging", "Resource": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "cloudtrail:StopLogging",
      "Resource": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
      "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="info", persona="auditor", since="0.1.0", kinds=("identity",), where="sensitive_words"
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or engine.eased(statement):
        return
    for action, reached in engine.sensitive_words(statement):
        for category in ("permissions", "credentials", "exposure", "defences", "tokens"):
            if category in reached:
                names = engine.listed(reached[category])
                yield Hit(action, f"no condition limits {names} ({category})")

"""A role trusts a service on whoever's behalf it acts.

A service that can be told to use roles by name may be told so by somebody of another account. Most
services refuse a role of another account; a condition on `aws:SourceAccount` or `aws:SourceArn`
makes it certain. Services whose guides say that they only use roles of their own account, or that
send no source (EC2, Lambda, ECS tasks …), are not reported, unless their guide asks for a source
all the same (CodeBuild).

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "bedrock.amazonaws.com"},
      "Action": "sts:AssumeRole"
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
      "Principal": {"Service": "bedrock.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="warning", persona="pedantic", since="0.1.0", kinds=("trust",), fix="narrows")
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if not statement.allows or statement.gaps or engine.bound_by(statement) is not None:
        return
    for entry in engine.services_in(statement):
        taker = engine.taker(entry)
        if taker is None or taker.get("asks"):
            yield Hit(
                entry,
                f"`{entry.value}` may use the role on anybody's behalf: no aws:SourceAccount or "
                "aws:SourceArn",
                fix=engine.binding(statement, estate.file_of(statement.policy)),
            )

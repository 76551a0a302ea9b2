"""A statement says so much that nobody will see what it allows.

Every action and resource counts one, every wildcard in them one more, every condition two, and an
exclusion (`NotAction`, `NotResource`, `NotPrincipal`, a negated operator) five. `most` is the bound; an
inventory for audits.

```toml bad name=iamlint.toml
[options.complex-statement]
most = 10
```

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["sqs:Send*", "sqs:ReceiveMessage", "sqs:Get*", "sqs:DeleteMessage"],
      "NotResource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringNotEquals": {"aws:ResourceTag/team": "jobs"}}
    }
  ]
}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, NamedTuple, Statement, rule


class Options(NamedTuple):
    most: int = 60


@rule(severity="info", persona="auditor", since="0.1.0")
def check(statement: Statement, engine: Engine, options: Options) -> Iterator[Hit]:
    weight = engine.complexity(statement, options.most)
    if weight > options.most:
        where = statement.sid or statement.effect or statement
        yield Hit(where, f"statement {statement.named} weighs {weight}, more than {options.most}")

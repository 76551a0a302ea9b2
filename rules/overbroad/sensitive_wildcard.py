"""A wildcard in an action reaches more than its start says.

`s3:Put*` writes objects, and also the policy of the bucket and who may read it. What it reaches is said;
whether it is meant is for whoever wrote it to know.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::acme-reports"}]}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:List*", "Resource": "arn:aws:s3:::acme-reports"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    persona="pedantic",
    since="0.1.0",
    kinds=("identity",),
    where="sensitive_words",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for action, reached in engine.sensitive_words(statement) if statement.allows else ():
        if not engine.is_pattern(action):
            continue
        names = [
            name
            for category in ("permissions", "credentials", "exposure", "roles", "defences")
            for name in reached.get(category, ())
        ]
        if names:
            yield Hit(action, f"`{action}` reaches {engine.listed(names)}")

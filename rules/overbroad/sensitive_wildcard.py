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


@rule(severity="warning", persona="pedantic", since="0.1.0", kinds=("identity",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for action in (statement.actions or ()) if statement.allows else ():
        if "*" not in str(action) and "?" not in str(action):
            continue
        reached = engine.sensitive_in(action)
        names = [
            name
            for category in ("permissions", "credentials", "exposure", "roles", "defences")
            for name in reached.get(category, ())
        ]
        if names:
            yield Hit(action, f"`{action}` reaches {engine.listed(names)}")

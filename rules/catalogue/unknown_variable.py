"""A policy variable is no global condition key that AWS has.

`${aws:username}` stands for the value of a condition key in the request. One that no request has
stands for nothing: the statement never matches, a Deny as little as an Allow. A variable with a
default is what the default says. Keys of services and providers are not looked at: some have
variables that no list of keys tells.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:usernme}/*"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Statement, rule


@rule(
    severity="error", since="0.1.0", supersedes=("subsumed-statement",), where="mentions_variables"
)
def check(statement: Statement, catalog: Catalog, engine: Engine) -> Iterator[Hit]:
    for word in engine.words_with_variables(statement):
        if any(engine.variable_faults(word.text)):
            continue  # said of how it is written
        for variable in engine.variables_of(word, statement):
            key = variable.key
            if variable.default is not None or not engine.is_unknown_global_key(key):
                continue
            near = catalog.suggest_keys(key)
            yield Hit(
                word,
                f"`${{{key}}}` is no condition key that AWS has: this never matches",
                details=[("did you mean", ", ".join(f"`${{{n}}}`" for n in near))] if near else (),
                confidence="certain" if near else "likely",
                key=key,
            )

"""A policy variable names a condition key that AWS does not have.

Nothing is ever filled in for it, so that what it stands in matches no resource and no value.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-home/${aws:userName_}/*"
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-home",
      "Condition": {"StringLike": {"s3:prefix": "${aws:PrincipleTag/team}/*"}}
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
      "Resource": [
        "arn:aws:s3:::acme-home/${aws:username}/*",
        "arn:aws:s3:::acme-home/${aws:PrincipalTag/team}/*",
        "arn:aws:s3:::acme-home/${graph.facebook.com:id}/*"
      ]
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Catalog, Engine, Hit, Statement, rule


@rule(severity="error", since="0.1.0", where="mentions_variables")
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
                f"AWS has no condition key `{key}`: `${{{key}}}` is never filled in",
                details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
                confidence="certain" if near else "likely",
            )

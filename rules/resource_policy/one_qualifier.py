"""A policy allows calls of a function by one form of its ARN only.

A call of a version or alias is authorised on the ARN with the qualifier, a call of the function on
the ARN without. A policy that lists only one denies the other; `:*` at the end stands for every
qualifier, and for none of the calls without one.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize"
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
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:images-*:*"
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
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:images-*"
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
      "Action": "lambda:InvokeFunction",
      "Resource": [
        "arn:aws:lambda:eu-west-1:111122223333:function:resize",
        "arn:aws:lambda:eu-west-1:111122223333:function:resize:*"
      ]
    }
  ]
}
```

https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Engine, Hit, Statement, rule


@rule(
    severity="info",
    persona="pedantic",
    since="0.1.0",
    kinds=("identity",),
    fix="widens",
    where="names_functions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or not statement.resources:
        return
    for word in engine.unqualified_functions(statement):
        yield Hit(
            word,
            f"calls of versions and aliases of `{word}` are not allowed",
            fix=AddItem(statement, "Resource", (word.text + ":*",)),
        )
    for word, bare in engine.qualified_functions(statement):
        yield Hit(
            word,
            "calls of the function without a version or alias are not allowed",
            fix=AddItem(statement, "Resource", (bare,)),
        )

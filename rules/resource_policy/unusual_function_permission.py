"""A policy on a function allows more than to call it.

Callers need `lambda:InvokeFunction`, for a URL `lambda:InvokeFunctionUrl` as well. What changes the
function belongs in the policies of those who deploy it.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "lambda:UpdateFunctionCode",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize"
    }
  ]
}
```

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="pedantic", since="0.1.0", kinds=("resource",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.policy.resource_type != "lambda:function" or not statement.allows:
        return
    for action in statement.actions or ():
        if not engine.is_everything(action) and engine.changes_function(action):
            yield Hit(action, f"`{action}` does more than to call the function")

"""Every route of an API may call a function.

An inventory for audits: the source ends in stars for the stage, the method and the path, so that any
route that somebody adds to the API can call the function. Naming the route says which one is meant. An
API that hands everything to one function is told so rightly.

```yaml bad persona=auditor
Resources:
  Called:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: orders
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*
  Api:
    Type: AWS::ApiGateway::RestApi
```

```yaml good
Resources:
  Called:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: orders
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/orders
  Api:
    Type: AWS::ApiGateway::RestApi
```

https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
"""

import re
from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule

EVERY = re.compile(r"[^/]*(/\*)+")


@rule(
    severity="info",
    persona="auditor",
    since="0.1.0",
    kinds=("resource",),
    where="has_conditions",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.policy.resource_type != "lambda:function":
        return
    named = {engine.service_named(entry) for entry in engine.services_in(statement)}
    if "apigateway.amazonaws.com" not in named:
        return
    for condition in engine.sources(statement, "aws:SourceArn"):
        for value in condition.values:
            end = value.text.pieces[-1] if value.text.pieces else ""
            if isinstance(end, str) and EVERY.fullmatch(end.rpartition(":")[2]):
                yield Hit(value, "every route of the API may call the function")

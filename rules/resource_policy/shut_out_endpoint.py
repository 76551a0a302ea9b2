"""The policy of a private API denies what comes through the endpoints of the API.

A private API is called through the VPC endpoints with which it is associated, and its policy is to deny
what comes from elsewhere: with `StringNotEquals` on `aws:SourceVpce`. Where that names another endpoint, or
the operator is the other way round, nobody can call the API.

```yaml bad
Resources:
  Internal:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: internal
      EndpointConfiguration: {Types: [PRIVATE], VpcEndpointIds: [vpce-0f1e2d3c4b5a69788]}
      Policy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "execute-api:/*"}
          - Effect: Deny
            Principal: "*"
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0f1e2d3c4b5a69789}}
            #                                               ^
```

```yaml good
Resources:
  Internal:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: internal
      EndpointConfiguration: {Types: [PRIVATE], VpcEndpointIds: [vpce-0f1e2d3c4b5a69788]}
      Policy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "execute-api:/*"}
          - Effect: Deny
            Principal: "*"
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0f1e2d3c4b5a69788}}
```

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/associate-private-api-with-vpc-endpoint.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.shut_off_apis():
        values = found.condition.values
        yield Hit(
            values[0] if values else found.condition,
            f"this denies what comes through each of the endpoints of {found.api.address}: nobody can "
            "call it",
            also=[(found.api, "its endpoints are named here")],
            details=[("its endpoints", ", ".join(f"`{one}`" for one in found.endpoints[:3]))],
            confidence="likely",
            key=found.api.address,
        )

"""A VPC endpoint lets everything through.

So does an endpoint without a policy. One of its own can say which accounts' principals may use the
endpoint, and whose resources they reach through it, so that data does not leave by that way. An
inventory for audits.

```yaml bad
Resources:
  Buckets:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0a1b2c3d
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: "*", Resource: "*"}
```

```yaml good
Resources:
  Buckets:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0a1b2c3d
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: "*"
            Resource: "*"
            Condition: {StringEquals: {"aws:ResourceOrgID": o-a1b2c3d4e5}}
```

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", kinds=("endpoint",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.conditions or engine.everyone_in(statement) is None:
        return
    every = next((one for one in statement.actions or () if engine.every_action(one)), None)
    if every is not None and any(map(engine.every_resource, statement.resources or ())):
        yield Hit(every, "everybody may do everything through the endpoint")

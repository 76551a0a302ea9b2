"""The policy of a VPC endpoint lets everyone do everything through it.

That is what an endpoint has where no policy is given. A policy that names the resources or the organization keeps data from
being carried to other people's accounts.

```yaml bad
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0a1b2c3d4e5f60718
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: "*", Resource: "*"}
```

```yaml good
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0a1b2c3d4e5f60718
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
    if statement.policy.gaps or any(other.denies for other in statement.policy.statements):
        return
    if engine.is_without_limit(statement) and engine.everyone_in(statement) is not None:
        yield Hit(statement, "through this endpoint everyone may do everything")

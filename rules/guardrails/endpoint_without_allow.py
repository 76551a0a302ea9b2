"""The policy of a VPC endpoint allows nothing, so that nothing gets through.

An endpoint without a policy lets everything through. With one, what it does not allow is denied: one that
holds only `Deny` statements stops every request, also those that it does not name.

```yaml bad
Resources:
  Gate:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:DeleteBucket
            Resource: "*"
```

```yaml good
Resources:
  Gate:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: "*", Resource: "*"}
          - Effect: Deny
            Principal: "*"
            Action: s3:DeleteBucket
            Resource: "*"
```

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from collections.abc import Iterator

from iamlint import AddStatement, Hit, Policy, rule

EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


@rule(severity="error", since="0.1.0", fix="widens", kinds=("endpoint",))
def check(policy: Policy) -> Iterator[Hit]:
    if policy.whole and policy.statements and all(one.denies for one in policy.statements):
        yield Hit(
            policy,
            "nothing gets through this endpoint: its policy has no Allow",
            also=[(policy.statements[0], "only what is denied is said")],
            details=[("missing", "an Allow for what the endpoint is there for")],
            fix=AddStatement(policy, EVERYTHING, "let the rest through"),
        )

"""A control policy against strangers denies the organization that it guards, or an endpoint lets none of it in.

A perimeter denies whoever is of another organization than one's own: `aws:PrincipalOrgID` of those who
call, `aws:SourceOrgID` of those for whom a service calls, `aws:ResourceOrgID` of what is called. With the
id of another organization in it, or without the test, everything within is denied. Which one is one's
own, the configuration tells: `organization`.

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-zzzzzzzzzz"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
organization = "o-a1b2c3d4e5"

[kinds]
"policy.json" = "rcp"
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ["o-zzzzzzzzzz", "o-a1b2c3d4e5"]},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```toml good name=iamlint.toml
organization = "o-a1b2c3d4e5"

[kinds]
"policy.json" = "rcp"
```

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": ["s3:*", "sqs:*"],
      "Resource": "*",
      "Condition": {
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"}
      }
    }
  ]
}
```

```toml bad name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": ["s3:*", "sqs:*"],
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"},
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"}
      }
    }
  ]
}
```

```toml good name=iamlint.toml
[kinds]
"policy.json" = "rcp"
```

```yaml bad name=stack.yaml
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: "s3:*"
            Resource: "*"
            Condition: {StringEquals: {"aws:PrincipalOrgID": o-a1b2c3d4e5, "aws:ResourceOrgID": o-zzzzzzzzzz}}
```

```toml bad name=iamlint.toml
organization = "o-a1b2c3d4e5"
```

```yaml good name=stack.yaml
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: "s3:*"
            Resource: "*"
            Condition: {StringEquals: {"aws:PrincipalOrgID": o-a1b2c3d4e5, "aws:ResourceOrgID": o-a1b2c3d4e5}}
          - Effect: Allow
            Principal: "*"
            Action: "s3:GetObject"
            Resource: "*"
            Condition: {StringEquals: {"aws:ResourceOrgID": o-partner0001}}
```

```toml good name=iamlint.toml
organization = "o-a1b2c3d4e5"
```

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Statement, rule


@rule(severity="error", since="0.1.0", kinds=("scp", "rcp", "endpoint"))
def check(statement: Statement, estate: Estate) -> Iterator[Hit]:
    found = estate.shut_out_by(statement)
    if found is None:
        return
    own = f", and {found.organization} is its own" if found.organization else ""
    verb = "denies" if statement.denies else "keeps off"
    test = found.condition
    why = f": `{test.key}` asks for another{own}" if test is not None else ": nothing spares it"
    yield Hit(
        test.key if test is not None else statement,
        f"this {verb} {found.who}{why}",
        confidence="likely",
    )

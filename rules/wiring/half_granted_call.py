"""A principal may call an action on some of the resources that each call takes, never on the others.

A launch of an instance is authorised on the instance, the image, the subnet, the network interface,
the security groups and the volumes, and each of them must be allowed. A condition takes a type out as
well: `ec2:InstanceType` comes with the instance alone, and `StringEquals` never holds for the others.
In a Deny of a boundary or a service control policy, `StringNotEquals` always holds for them.

```yaml bad
Resources:
  Launcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: launch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:RunInstances
                Resource: arn:aws:ec2:eu-west-1:111122223333:instance/*
```

```yaml bad
Resources:
  Launcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: launch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:RunInstances
                Resource: "*"
                Condition: {StringEquals: {"ec2:InstanceType": t3.micro}}
```

```yaml good
Resources:
  Launcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: launch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:RunInstances
                Resource: arn:aws:ec2:eu-west-1:111122223333:instance/*
                Condition: {StringEquals: {"ec2:InstanceType": t3.micro}}
              - Effect: Allow
                Action: ec2:RunInstances
                Resource:
                  - arn:aws:ec2:eu-west-1::image/*
                  - arn:aws:ec2:eu-west-1:111122223333:network-interface/*
                  - arn:aws:ec2:eu-west-1:111122223333:security-group/*
                  - arn:aws:ec2:eu-west-1:111122223333:subnet/*
                  - arn:aws:ec2:eu-west-1:111122223333:volume/*
```

```yaml bad name=stack.yaml
Resources:
  Launcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: launch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:RunInstances
                Resource: "*"
```

```json bad name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Action": "ec2:RunInstances",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}
  }]
}
```

```toml bad name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[scps]]
file = "scp.json"
target = "111122223333"
```

```yaml good name=stack.yaml
Resources:
  Launcher:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: launch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:RunInstances
                Resource: "*"
```

```json good name=scp.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Deny",
    "Action": "ec2:RunInstances",
    "Resource": "arn:aws:ec2:*:*:instance/*",
    "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}
  }]
}
```

```toml good name=iamlint.toml
[accounts]
"stack.yaml" = "111122223333"

[[scps]]
file = "scp.json"
target = "111122223333"
```

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for half in estate.lacking_jointly():
        yield Hit(
            half.word,
            f"{half.identity.address} may `{half.action}` on some of what each call takes, never on "
            f"{half.lacks}",
            also=[] if half.denying is None else [(half.denying, "denied here")],
            details=[
                *half.missing,
                *(("unless", one.why) for one in half.unknown[:1]),
            ],
            confidence=half.confidence,
            key=f"{half.identity.address} {half.action}",
        )

"""A principal may call an action on some of the resources that each call takes, never on the others.

A launch of an instance is authorised on the instance, the image, the subnet, the network interface,
the security groups and the volumes, and each of them must be allowed. A condition takes a type out as
well: `ec2:InstanceType` comes with the instance alone, and `StringEquals` never holds for the others.

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
            details=[
                *half.missing,
                *(("unless", one.why) for one in half.unknown[:1]),
            ],
            confidence=half.confidence,
            key=f"{half.identity.address} {half.action}",
        )

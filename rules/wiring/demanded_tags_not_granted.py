"""A principal may create something only with tags, and may not tag it.

A call that creates with tags is authorised twice, for creating and for tagging. Where a condition on
`aws:RequestTag/…` in the grant, a boundary or a service control policy lets nothing be created without
tags, and the tagging is not allowed, every creation is denied. For EC2 the tagging is often tied to the
action that creates, by `ec2:CreateAction`: another name there is as good as none.

```yaml bad
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: create
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:CreateVolume
                Resource: arn:aws:ec2:eu-west-1:111122223333:volume/*
                Condition: {StringEquals: {"aws:RequestTag/owner": shop}}
              - Effect: Allow
                Action: ec2:CreateTags
                Resource: arn:aws:ec2:eu-west-1:111122223333:volume/*
                Condition: {StringEquals: {"ec2:CreateAction": CreateSnapshot}}
```

```yaml good
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: create
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:CreateVolume
                Resource: arn:aws:ec2:eu-west-1:111122223333:volume/*
                Condition: {StringEquals: {"aws:RequestTag/owner": shop}}
              - Effect: Allow
                Action: ec2:CreateTags
                Resource: arn:aws:ec2:eu-west-1:111122223333:volume/*
                Condition: {StringEquals: {"ec2:CreateAction": CreateVolume}}
```

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for one in estate.demanded_tags():
        tagging = " or ".join(f"`{action}`" for action in one.tagging)
        creating = engine.listed(one.actions)
        yield Hit(
            one.word,
            f"{one.identity.address} may {creating} only with tags, and not {tagging} for that: "
            "it creates nothing",
            also=[(condition, "this demands a tag") for condition in one.asking[:2]],
            details=[
                ("missing", f"{tagging} on what {creating} creates"),
                *(("unless", each.why) for each in one.unknown[:1]),
            ],
            confidence=one.confidence,
            fix=one.mended,
            key=f"{one.identity.address} {' '.join(one.actions)}",
        )

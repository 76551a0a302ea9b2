"""A name is longer than IAM allows, or has characters that it refuses.

Names of roles and users have up to 64 characters, those of groups, policies and instance profiles up
to 128: letters, digits and `+=,.@_-`. A path begins and ends with a slash.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker-of-the-department-for-the-long-names-of-the-things-we-build
      Path: /service
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      Path: /service/
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for reading in estate.readings:
        for thing in (*reading.identities, *reading.resources, *reading.attachments):
            for name in engine.misnamed(thing):
                yield Hit(
                    name.node,
                    f"`{name.node.value}` cannot be {name.what}: {name.why}",
                    severity="info" if engine.is_unfilled(str(name.node.value)) else "",
                )

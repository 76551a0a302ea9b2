"""A policy of AWS IoT lets a device do everything, or anything on every topic.

Each device that has a certificate with the policy can then read and write what all others say. Name the
topics and clients, best by the thing's own name (`${iot:Connection.Thing.ThingName}`).

```yaml bad
Resources:
  Devices:
    Type: AWS::IoT::Policy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "iot:*", Resource: "*"}
```

```yaml good
Resources:
  Devices:
    Type: AWS::IoT::Policy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: iot:Connect
            Resource: "arn:aws:iot:eu-west-1:111122223333:client/${iot:Connection.Thing.ThingName}"
```

A core device of Greengrass asks for its own deployments; AWS's guide allows that on every resource:

```yaml good
Resources:
  Cores:
    Type: AWS::IoT::Policy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action:
              - greengrass:GetComponentVersionArtifact
              - greengrass:ResolveComponentCandidates
              - greengrass:GetDeploymentConfiguration
              - greengrass:ListThingGroupsForCoreDevice
            Resource: "*"
          - Effect: Allow
            Action: iot:AssumeRoleWithCertificate
            Resource: "arn:aws:iot:eu-west-1:111122223333:rolealias/cores"
```

https://docs.aws.amazon.com/iot-device-defender/latest/devguide/audit-chk-iot-policy-permissive.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="warning",
    since="0.1.0",
    kinds=("identity",),
    where="is_for_devices",
    supersedes=(
        "action-star",
        "service-wildcard",
        "resource-star",
        "unscoped-credentials",
        "unscoped-permissions",
        "sensitive-wildcard",
    ),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if statement.policy.resource_type != "iot:policy" or not statement.allows:
        return
    everywhere = engine.unlimited_service(statement, "iot")
    for action in statement.actions or ():
        if engine.every_action(action) or engine.whole_service(action) == "iot":
            yield Hit(action, "a device may do everything", severity=engine.eased(statement))
            return
    messaging = [str(one) for one in statement.actions or () if engine.service_of(one) == "iot"]
    if everywhere is not None and (messaging or statement.actions is None):
        actions = engine.listed(messaging) or "do more than is named"
        yield Hit(
            everywhere,
            f"a device may {actions} on every client and topic",
            severity=engine.eased(statement),
        )

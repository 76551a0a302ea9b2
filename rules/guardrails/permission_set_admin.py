"""A permission set makes whoever has it an administrator of every account it is assigned in.

The policy of AWS's own that allows everything on everything is attached. A statement of that kind in the
permission set's own policy is reported by `full-admin`.

```yaml bad
Resources:
  Engineers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Engineers
      ManagedPolicies:
        - arn:aws:iam::aws:policy/AdministratorAccess
```

```yaml good
Resources:
  Engineers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Engineers
      ManagedPolicies:
        - arn:aws:iam::aws:policy/job-function/ViewOnlyAccess
```

https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Identity, rule


@rule(severity="warning", since="0.1.0")
def check(identity: Identity, estate: Estate, engine: Engine) -> Iterator[Hit]:
    if identity.kind != "permission-set":
        return
    for attached in estate.policies_of(identity).attached:
        if attached.bundled and engine.administers(attached.policy):
            yield Hit(attached.place, f"{identity.address} makes its holders administrators")

"""Sessions of a permission set last longer than an hour.

An hour is the default. Whoever finds the credentials of a session can use them until it ends; up to
twelve hours can be meant, so this is shown in the pedantic view.

```yaml bad
Resources:
  Engineers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Engineers
      SessionDuration: PT12H
```

```yaml good
Resources:
  Engineers:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
      Name: Engineers
      SessionDuration: PT1H
```

https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, Identity, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(identity: Identity, estate: Estate) -> Iterator[Hit]:
    if identity.kind == "permission-set":
        length = estate.session_length(identity)
        if length is not None and length.minutes > 60:
            yield Hit(length.place, f"sessions last `{length.text}`, more than an hour")

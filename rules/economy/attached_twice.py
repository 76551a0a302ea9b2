"""A managed policy is attached twice.

It grants nothing the second time. Often another policy was meant, and is missing.

```yaml bad persona=pedantic
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
        # ^
```

```yaml good
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
        - arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
"""

from collections.abc import Iterator

from iamlint import Hit, Identity, rule


@rule(severity="info", persona="pedantic", since="0.1.0")
def check(identity: Identity) -> Iterator[Hit]:
    if len(identity.managed) < 2:
        return
    seen: dict[object, int] = {}
    for number, reference in enumerate(identity.managed):
        first = identity.managed[seen.setdefault(reference.arn, number)]
        excluded = any((name, not wanted) in reference.when for name, wanted in first.when)
        if first is not reference and not excluded:
            yield Hit(
                reference,
                f"`{reference.arn}` is attached to {identity.address} already",
                also=[(first, "it stands here first")],
            )

"""A policy of AWS's own that allows everything on everything, or nearly, is attached.

Whoever has the role, or is in the group, is an administrator of the account. `IAMFullAccess` lets its
holder become one. `PowerUserAccess`, which allows all but a few services, is told as a remark: it is
what many give to developers. A statement of that kind in a policy of one's own is reported by
`full-admin`, permission sets by `permission-set-admin`. A permissions boundary that does not allow
everything keeps it in bounds. Somebody whom no file declares counts as well.

```yaml bad
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AdministratorAccess
        # ^
```

```yaml bad
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/IAMFullAccess
        # ^
```

```hcl bad
resource "aws_iam_role_policy_attachment" "deployer" {
  role       = "deployer"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
             # ^
}
```

```hcl bad
data "aws_iam_policy" "all" {
  name = "AdministratorAccess"
}

resource "aws_iam_user_policy_attachment" "operator" {
  user       = "operator"
  policy_arn = data.aws_iam_policy.all.arn
}
```

```yaml good
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Policy, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for identity in estate.identities:
        if identity.kind == "permission-set" or estate.boundary_of(identity) is not None:
            continue
        for attached in estate.policies_of(identity).attached:
            if attached.bundled and attached.sure:
                for severity, does in powers(attached.policy, identity.address, engine):
                    yield Hit(attached.place, does, severity=severity)
    for one in estate.held_unseen():
        whoever = f"whoever `{one.attachment.address}` names"
        for severity, does in powers(one.attached.policy, whoever, engine):
            yield Hit(one.attached.place, does, severity=severity, confidence="likely")


def powers(policy: Policy, holder: str, engine: Engine) -> Iterator[tuple[str, str]]:
    """How bad it is that somebody has a policy, and why."""
    by, nearly = f"by `{policy.address}`", engine.nearly_administers(policy)
    if engine.administers(policy):
        yield "", f"`{policy.address}` makes {holder} an administrator"
    elif nearly:
        yield "", f"{by} {holder} {nearly}"
    elif engine.allows_unlisted(policy):
        yield "info", f"{by} {holder} may do all but what a short list excepts"

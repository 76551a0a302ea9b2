"""A trust policy names those who may not assume the role.

IAM refuses `NotPrincipal` in a trust policy. Name in `Principal` who may assume the role.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            NotPrincipal: {AWS: arn:aws:iam::111122223333:root}
            Action: sts:AssumeRole
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    aws_codes=("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",),
)
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("NotPrincipal")
    if key is not None and statement.tells("NotPrincipal"):
        yield Hit(key, "a trust policy has no `NotPrincipal`: name those who may assume the role")

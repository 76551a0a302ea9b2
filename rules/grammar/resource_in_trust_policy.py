"""A trust policy says which resource it is about.

A trust policy is about its own role. IAM refuses `Resource` and `NotResource` in it.

```yaml bad
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
            Resource: "*"
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

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from collections.abc import Iterator

from iamlint import Hit, Remove, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    kinds=("trust",),
    aws_codes=("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",),
)
def check(statement: Statement) -> Iterator[Hit]:
    for name in ("Resource", "NotResource"):
        key = statement.element(name)
        if key is not None and statement.tells(name):
            yield Hit(key, f"a trust policy has no `{name}`: it is about its role", fix=Remove(key))

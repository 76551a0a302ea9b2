"""Users may assume a role without a second factor.

An inventory for audits: a user's access keys or password are then enough to get what the role has. A
condition that `aws:MultiFactorAuthPresent` is `true` asks for a code as well, here or in the trust
policies of the roles.

```yaml bad persona=auditor
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: switch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: arn:aws:iam::111122223333:role/operator
```

```yaml good
Resources:
  Operators:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: switch
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: arn:aws:iam::111122223333:role/operator
                Condition: {Bool: {"aws:MultiFactorAuthPresent": "true"}}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/operator"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(
    severity="info",
    persona="auditor",
    since="0.1.0",
    kinds=("identity",),
    where="reaches_roles_or_keys",
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    action = engine.reaching(statement, "sts:AssumeRole") if statement.allows else None
    if action is None or not estate.is_of_people(statement.policy):
        return
    if not engine.tests_key(statement, ("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge")):
        yield Hit(action, "users may assume the role without a second factor")

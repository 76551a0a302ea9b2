"""A policy of a resource names an identity provider.

Whoever signs in with an identity provider calls AWS as a role. `Federated` names the provider in the
trust policy of that role, and nowhere else; the policy of a resource names the role.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}
    }
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/corp-sender"}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("resource", "endpoint"),
    aws_codes=("FEDERATED_PRINCIPAL_NOT_SUPPORTED",),
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for principal in (*(statement.principals or ()), *(statement.not_principals or ())):
        if principal.type == "Federated" and not engine.admits_federated(statement.policy):
            yield Hit(
                principal,
                f"the identity provider `{principal.value}` can only stand in a trust policy",
            )

"""A trust policy lacks an action that its service needs.

IAM Roles Anywhere assumes a role with tags and a source identity from the certificate, and EKS Pod
Identity with tags of the pod. Without `sts:TagSession` (and `sts:SetSourceIdentity`) beside
`sts:AssumeRole` every attempt is denied.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "rolesanywhere.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "ArnEquals": {
          "aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/TA_ID"
        }
      }
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
      "Principal": {"Service": "rolesanywhere.amazonaws.com"},
      "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
      "Condition": {
        "ArnEquals": {
          "aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/TA_ID"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Engine, Hit, Policy, rule


@rule(
    severity="error",
    since="0.1.0",
    kinds=("trust",),
    fix="repairs",
    aws_codes=("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",),
    supersedes=("missing-assume-action", "session-tags-not-allowed", "unassumable-role"),
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for lack in engine.incomplete_services(policy):
        yield Hit(
            lack.entry,
            f"`{lack.entry.value}` needs {engine.listed(lack.missing)} as well",
            also=[
                (word, "it is let do this alone") for word in (lack.statement.actions or ())[-1:]
            ],
            fix=AddItem(lack.statement, "Action", lack.missing) if lack.statement.actions else None,
        )

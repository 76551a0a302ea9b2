"""A role trusts every certificate of every trust anchor.

IAM Roles Anywhere lets any certificate in that a trust anchor of the account vouches for. A
condition on the anchor (`aws:SourceArn`) or on the certificate
(`aws:PrincipalTag/x509Subject/CN` …) says which is meant for this role.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "rolesanywhere.amazonaws.com"},
      "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
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
        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": "build-7"},
        "ArnEquals": {
          "aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/TA_ID"
        }
      }
    }
  ]
}
```

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",))
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps or statement.conditions:
        return
    for entry in engine.services_in(statement):
        if engine.takes_certificates(entry) and engine.assumes(statement):
            yield Hit(entry, "any certificate of any trust anchor of the account may have the role")

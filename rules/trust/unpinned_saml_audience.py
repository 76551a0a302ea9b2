"""A role takes SAML assertions whatever their audience.

An identity provider signs assertions for many applications. `SAML:aud` says that one was made to
sign in to AWS.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML"
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
"""

from collections.abc import Iterator

from iamlint import AddItem, Engine, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",), fix="narrows")
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    if not statement.allows or statement.gaps:
        return
    for entry in statement.principals or ():
        if engine.sort_of(entry) != "saml" or not engine.signs_in(statement, entry):
            continue
        if not any(engine.tells_saml_application(one) for one in statement.conditions):
            audience = (engine.saml_audience(entry),)
            yield Hit(
                entry,
                "no condition on `SAML:aud`: any assertion that the provider signs will do",
                fix=AddItem(statement, "Condition/StringEquals/SAML:aud", audience),
            )

"""A trust policy tests a tag that its service never sets.

EKS Pod Identity assumes a role with six tags of its own, such as `kubernetes-namespace`, which a trust
policy tests by `aws:RequestTag`. IAM Roles Anywhere makes tags of the subject, the issuer and the other
names in a certificate: `x509Subject/CN`. A test of another tag is never met, so that nobody can
assume the role.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "pods.eks.amazonaws.com"},
      "Action": ["sts:AssumeRole", "sts:TagSession"],
      "Condition": {"StringEquals": {"aws:RequestTag/kubernetes-serviceaccount": "worker"}}
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
      "Principal": {"Service": "pods.eks.amazonaws.com"},
      "Action": ["sts:AssumeRole", "sts:TagSession"],
      "Condition": {"StringEquals": {"aws:RequestTag/kubernetes-service-account": "worker"}}
    }
  ]
}
```

https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", kinds=("trust",), supersedes=("unsupported-tag-key",))
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    if not condition.statement.allows or not engine.demands(condition):
        return
    found = engine.unset_tag(condition)
    if found is not None:
        service, tags = found
        yield Hit(
            condition.key,
            f"sessions of `{service}` have no tag `{str(condition.key).partition('/')[2]}`: "
            "this is never met",
            details=[("tags it sets", engine.listed(tags))],
        )

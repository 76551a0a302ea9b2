"""A policy has no statement, so it says nothing.

AWS refuses a policy without `Statement`, and with one that is an empty list or holds an empty object.

```json bad
{"Version": "2012-10-17"}
```

```json bad
{"Version": "2012-10-17", "Statement": []}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(
    severity="error", since="0.1.0", aws_codes=("MISSING_STATEMENT",), where="is_unusual_document"
)
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    if engine.document_lacks(policy, "Statement"):
        yield Hit(policy, "the policy has no Statement")
        return
    for empty in engine.empty_statements(policy):
        yield Hit(empty, "there is nothing in this Statement")

"""A service principal is not known, and looks like a slip of the pen.

A trust policy with a service that does not exist is refused; a condition with one never holds. The
list of known services is not complete: a name that is like no known one is shown in the pedantic view
only.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lamda.amazonaws.com"}, "Action": "sts:AssumeRole"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    supersedes=("unbound-service-trust", "unbound-service-principal", "unassumable-role"),
    where="names_callers",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for word in engine.services_named(statement):
        name = word.literal or ""
        if engine.catalog.service_principal(name):
            continue
        near = engine.principals_meant(name)
        yield Hit(
            word,
            f"no service principal `{name}` is known",
            details=[("did you mean", ", ".join(f"`{one}`" for one in near))] if near else (),
            confidence="likely" if near or "." not in name else "unverified",
            fix=Replace(word, near[0]) if len(near) == 1 else None,
        )

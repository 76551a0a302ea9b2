"""A policy variable never has a value where it stands.

A variable without a value matches nothing: the resource is never reached, the condition never met.
`${aws:username}` is empty for roles, `${aws:PrincipalTag/team}` for who has no such tag, and a key with
several values is no variable at all.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:prefix": "${aws:PrincipalOrgPaths}"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:prefix": "${aws:username}"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule


@rule(severity="warning", since="0.1.0", where="mentions_variables")
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    policy = statement.policy
    for word in engine.words_with_variables(statement):
        for variable in engine.variables_of(word, statement):
            if variable.default is not None:
                continue
            if engine.is_multivalued(variable.key):
                yield Hit(
                    word,
                    f"`${{{variable.key}}}` has several values, and such a key is never filled in",
                )
            elif variable.key.lower().startswith("aws:principaltag/"):
                bearer = estate.tagless(policy, variable.key) if statement.allows else None
                if bearer is not None:
                    yield Hit(
                        word,
                        f"`${{{variable.key}}}` has no value for {bearer.address}, which bears no "
                        "such tag: this never matches",
                        also=[(bearer, "these are its tags")],
                        details=[("unless", "the stack gives it tags")],
                        confidence="likely",
                    )
            elif engine.is_of_some_callers(variable.key):
                caller = engine.lacking_caller(variable.key, statement, estate.holders_of(policy))
                if caller:
                    yield Hit(
                        word,
                        f"`${{{variable.key}}}` has no value for a {caller}: this never matches",
                        confidence="certain" if policy.owner is not None else "likely",
                    )

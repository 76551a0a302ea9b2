"""A policy lets in somebody whom the house never lets in.

A house rule, silent until it is configured. `never` lists principals that must not be let in, `only` all
that may be, each as policies write them, wildcards allowed: ARNs, account numbers, services, `*`. An
account's number and the ARN of its root are the same.

```toml bad name=iamlint.toml
[options.forbidden-principal]
never = ["arn:aws:iam::111122223333:user/*"]
```

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:user/ann"},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```toml bad name=iamlint.toml
[options.forbidden-principal]
only = ["111122223333", "arn:aws:iam::111122223333:role/*", "*.amazonaws.com"]
```

```json bad name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/app"]},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

```toml good name=iamlint.toml
[options.forbidden-principal]
never = ["arn:aws:iam::111122223333:user/*", "444455556666"]
only = ["arn:aws:iam::111122223333:*"]
```

```json good name=policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", "111122223333"]},
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, NamedTuple, Statement, rule


class Options(NamedTuple):
    never: list[str] = []  # noqa: RUF012 (never changed)
    only: list[str] = []  # noqa: RUF012 (never changed)


@rule(severity="error", since="0.1.0", kinds=("trust", "resource"), needs_options=True)
def check(statement: Statement, engine: Engine, options: Options) -> Iterator[Hit]:
    for entry in statement.principals or () if statement.allows else ():
        if entry.value.literal is None:
            continue
        never = engine.pattern_meant(entry, options.never)
        if never:
            yield Hit(entry, f"`{entry.value}` is let in, and the house never lets in `{never}`")
        elif options.only and not engine.pattern_meant(entry, options.only):
            yield Hit(entry, f"`{entry.value}` is none of those whom the house lets in")

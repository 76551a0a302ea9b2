"""A job asks for a role with a token that it does not get.

A job of GitHub Actions gets a token only with the permission `id-token: write`, which no default has.
Where `permissions` stand at the job those of the workflow do not count. Without it, the step that
assumes the role fails: there are no credentials to assume it with.

```yaml bad name=.github/workflows/deploy.yml
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          aws-region: eu-west-1
```

```yaml good name=.github/workflows/deploy.yml
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
      contents: read
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          aws-region: eu-west-1
```

https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("untaken-token",))
def check(estate: Estate) -> Iterator[Hit]:
    for use in estate.tokenless():
        yield Hit(
            use,
            f"`{use.address}` gets no token to assume the role with",
            also=[(use.tokenless, "what it may is said here")] if use.tokenless else (),
            details=[("missing", "`id-token: write` in its `permissions`")],
            confidence="likely",
            key=use.address,
        )

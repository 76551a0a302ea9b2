"""A secret's ARN lacks the six characters that Secrets Manager adds to its name.

The ARN of a secret is `…:secret:NAME-xxxxxx`, with six random characters. An ARN that ends with the
name alone matches nothing, unless the name itself happens to end in a dash and six characters.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/database"
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
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/database-??????"
    }
  ]
}
```

https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
"""

import re
from collections.abc import Iterator

from iamlint import Hit, Replace, Statement, rule

BARE = re.compile(r"arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^*?$]+\Z")
SUFFIX = re.compile(r"-[A-Za-z0-9]{6}\Z")


@rule(
    severity="warning",
    since="0.1.0",
    fix="repairs",
    supersedes=("subsumed-statement",),
    where="names_secrets",
)
def check(statement: Statement) -> Iterator[Hit]:
    for word in statement.resources or ():
        if word.literal and BARE.match(word.literal) and not SUFFIX.search(word.literal):
            yield Hit(
                word,
                "secret named without its six random characters: no secret has this ARN",
                confidence="likely",
                fix=Replace(word, word.text + "-??????"),
            )

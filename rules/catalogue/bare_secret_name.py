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

So it is where the region and the account are put in:

```yaml bad
Resources:
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: secretsmanager:GetSecretValue
            Resource: !Sub "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:prod/database"
```

```yaml fixed
Resources:
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: secretsmanager:GetSecretValue
            Resource: !Sub "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:prod/database-??????"
```

```yaml good
Parameters:
  Name:
    Type: String
Resources:
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: secretsmanager:GetSecretValue
            Resource: !Sub "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${Name}"
```

https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
"""

import re
from collections.abc import Iterator

from iamlint import Hit, Replace, Statement, Word, rule

BARE = re.compile(r"arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^*?$]+\Z")
SUFFIX = re.compile(r"-[A-Za-z0-9]{6}\Z")
PLAIN = re.compile(r"[A-Za-z0-9-]{,6}\Z")
"""Of an end that follows on what is not known: the two together may be such a suffix."""


@rule(
    severity="warning",
    since="0.1.0",
    fix="repairs",
    supersedes=("subsumed-statement",),
    where="names_secrets",
)
def check(statement: Statement) -> Iterator[Hit]:
    for word in statement.resources or ():
        if is_bare(word):
            yield Hit(
                word,
                "secret named without its six random characters: no secret has this ARN",
                confidence="likely",
                fix=Replace(word, word.text + "-??????"),
            )


def is_bare(word: Word) -> bool:
    """It ends with a name, whatever of it is not known."""
    shown = "".join(piece if isinstance(piece, str) else "x" for piece in word.text.pieces)
    end = word.text.pieces[-1] if word.text.pieces else None
    if not isinstance(end, str) or not BARE.match(shown) or SUFFIX.search(end):
        return False
    return len(word.text.pieces) == 1 or not PLAIN.match(end)

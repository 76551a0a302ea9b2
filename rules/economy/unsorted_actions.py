"""The actions of a statement are in no order.

Sorted lists are easier to read and to compare with a former version.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:PutObject",
        "s3:GetObject",
        "s3:DeleteObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:PutObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
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
      "Action": [
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:PutObject"
      ],
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}
```

Where comments stand among them, the order is theirs:

```yaml good
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action:
      # writing
      - s3:PutObject
      # reading
      - s3:GetObject
    Resource: arn:aws:s3:::reports/*
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from collections.abc import Iterator
from itertools import starmap

from iamlint import Hit, Replace, Several, Statement, rule


@rule(severity="info", persona="auditor", since="0.1.0", fix="safe", where="lists_actions")
def check(statement: Statement) -> Iterator[Hit]:
    words = statement.actions or statement.not_actions or ()
    texts = [word.literal for word in words if word.literal is not None]
    ordered = sorted(texts, key=str.lower)
    if len(texts) < len(words) or texts == ordered or any(word.when for word in words):
        return
    if "#" in words[0].source.text:  # there may be comments
        first, last = words[0].span.outermost, words[-1].span.outermost
        if first.source.text.find("#", first.start, last.end) >= 0:
            return  # they are about the actions beside or below them
    changed = [(w, text) for w, text in zip(words, ordered, strict=True) if w.literal != text]
    if changed:
        yield Hit(
            changed[0][0],
            "the actions are not in the order of the alphabet",
            fix=lambda: Several(tuple(starmap(Replace, changed)), "sort the actions"),
            key="order",
        )

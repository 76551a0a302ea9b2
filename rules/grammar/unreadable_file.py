"""A file that may hold policies could not be read.

It is not readable to this user, not text in the encoding that it claims, or larger than is read.
Whatever is wrong with its policies goes unseen; other files are still analysed. A file that is no
input can be left out with `exclude` in the configuration.

```json bad encoding=latin-1
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Müll", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Waste", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0")
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "unreadable-file":
        yield Hit(problem, problem.message, key=problem.message)

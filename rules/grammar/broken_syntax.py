"""A file that may hold policies is not valid JSON or YAML.

Nothing in such a file was checked, so whatever is wrong with its policies goes unseen; AWS and the
tools that deploy it refuse it as well. Other files are still analysed.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"},
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
  ]
}
```
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0", aws_codes=("JSON_SYNTAX_ERROR",))
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "broken-syntax":
        yield Hit(problem, problem.message, key=problem.message)

"""A trust policy allows all but some actions.

Allow with `NotAction` grants every STS action that is not named, new ones included.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "NotAction": "sts:TagSession"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(severity="warning", since="0.1.0", kinds=("trust",))
def check(statement: Statement) -> Iterator[Hit]:
    key = statement.element("NotAction")
    if key is not None and statement.allows:
        yield Hit(key, "Allow with NotAction grants every action that is not named")

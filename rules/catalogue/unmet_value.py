"""A condition compares who calls with something that is no account, organization, path or caller.

The id of an organization begins with `o-`; a path in one begins with that id and ends with a slash, so
that `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111` without its slash or star is never met. Keys of accounts have
a number of 12 digits and no ARN. `aws:PrincipalArn` has the ARN of a user or role: of an assumed role
that of the role, never `arn:aws:sts::…:assumed-role/…`. A value of another shape is in no request: an
Allow under it allows nothing, a Deny denies nothing, or everything.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "*"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-data/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111"}
      }
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-data/*",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/reader/*"}}
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
      "Principal": {"AWS": "*"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-data/*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"}
      }
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-data/*",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Condition, Engine, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("untrusted-caller",), where="form_of")
def check(condition: Condition, engine: Engine) -> Iterator[Hit]:
    for value, what in engine.unmet(condition):
        yield Hit(value, f"`{value}` is never in `{condition.key}`, which is {what}")

"""Somebody may assume or pass a role that its account does not have.

A dump of that account (`aws iam get-account-authorization-details`) is in view, with all its roles, and
this one is not among them: the grant is of no use. It is of use again to whoever may make a role of
that name. Mostly the role was deleted, or its path is left out: the ARN of a role has its path.

```json bad name=account.json
{
  "UserDetailList": [],
  "GroupDetailList": [],
  "RoleDetailList": [
    {
      "RoleName": "deploy",
      "Path": "/ci/",
      "Arn": "arn:aws:iam::111122223333:role/ci/deploy",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "codebuild.amazonaws.com"},
            "Action": "sts:AssumeRole"
          }
        ]
      },
      "RolePolicyList": [
        {
          "PolicyName": "hop",
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Resource": "arn:aws:iam::111122223333:role/deploy"
              }
            ]
          }
        }
      ]
    }
  ],
  "Policies": []
}
```

```json good name=account.json
{
  "UserDetailList": [],
  "GroupDetailList": [],
  "RoleDetailList": [
    {
      "RoleName": "deploy",
      "Path": "/ci/",
      "Arn": "arn:aws:iam::111122223333:role/ci/deploy",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "codebuild.amazonaws.com"},
            "Action": "sts:AssumeRole"
          }
        ]
      },
      "RolePolicyList": [
        {
          "PolicyName": "hop",
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Resource": "arn:aws:iam::444455556666:role/target"
              }
            ]
          }
        }
      ]
    }
  ],
  "Policies": []
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", persona="pedantic", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for absent in estate.absent_roles():
        yield Hit(
            absent.word,
            f"there is no such {absent.kind} in account {absent.account}",
            details=[("looked", f"in {absent.dump.path}, which lists all of the account")],
            confidence="certain",
        )

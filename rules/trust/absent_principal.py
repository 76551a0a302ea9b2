"""A policy lets in a role or user that its account does not have.

AWS looks up whom a trust policy, a key policy or a bucket policy names when it is saved, and refuses
one that names nobody. Here a dump of that account (`aws iam get-account-authorization-details`) is in
view, with all its roles and users, and this one is not among them. Where it is made later, it has to be
there before this policy is; where it was deleted, whoever makes one of that name again is not let in,
for the policy then holds the ID of the old one.

```json bad name=account.json
{
  "UserDetailList": [],
  "GroupDetailList": [],
  "RoleDetailList": [
    {
      "RoleName": "reader",
      "Arn": "arn:aws:iam::111122223333:role/reader",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
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
      "RoleName": "reader",
      "Arn": "arn:aws:iam::111122223333:role/reader",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
    },
    {
      "RoleName": "deploy",
      "Arn": "arn:aws:iam::111122223333:role/deploy",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "codebuild.amazonaws.com"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
    }
  ],
  "Policies": []
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("unseen-principal",))
def check(estate: Estate) -> Iterator[Hit]:
    for absent in estate.absent_principals():
        yield Hit(
            absent.word,
            f"there is no such {absent.kind} in account {absent.account}",
            details=[("looked", f"in {absent.dump.path}, which lists all of the account")],
            confidence="certain",
        )

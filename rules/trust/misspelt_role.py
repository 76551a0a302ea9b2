"""Somebody may assume or pass a role that is not there, and nearly one that is.

A dump of the account, with all its roles, is in view. None is called so, and one is but for one or two
letters: the grant is of no use.

```json bad name=account.json
{
  "UserDetailList": [],
  "GroupDetailList": [],
  "RoleDetailList": [
    {
      "RoleName": "breakglass",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/breakglass",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/oncall"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
    },
    {
      "RoleName": "oncall",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/oncall",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
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
                "Resource": "arn:aws:iam::111122223333:role/break-glass"
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
      "RoleName": "breakglass",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/breakglass",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/oncall"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
    },
    {
      "RoleName": "oncall",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/oncall",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
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
                "Resource": "arn:aws:iam::111122223333:role/breakglass"
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
      "RoleName": "breakglass",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/breakglass",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/oncall"},
            "Action": "sts:AssumeRole"
          }
        ]
      }
    },
    {
      "RoleName": "oncall",
      "Path": "/",
      "Arn": "arn:aws:iam::111122223333:role/oncall",
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
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
                "Resource": "arn:aws:iam::111122223333:role/retired-job"
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

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0", supersedes=("absent-role", "misnamed-role-granted"))
def check(estate: Estate) -> Iterator[Hit]:
    for absent in estate.absent_roles():
        meant = absent.nearly
        if meant is not None:
            yield Hit(
                absent.word,
                f"there is no such {absent.kind} in account {absent.account}, and nearly: "
                f"{meant.address}",
                also=[(meant, "is nearly called so")],
                details=[("looked", f"in {absent.dump.path}, which lists all of the account")],
                confidence="certain",
            )

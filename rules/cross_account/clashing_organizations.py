"""Two policies say of one account that it is in different organizations.

An account is in one organization at most. A policy that denies everything to all who are not of an
organization is right only where its own account is in it, and a role of another account that is let in
as of an organization only where that account is. Here another policy says otherwise of the same account:
one of the two lets nobody in, or shuts its own out. What fewer policies say is pointed at.

```json bad name=logs/bucket.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/auditor"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-logs/*"
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
      "Condition": {
        "StringNotEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"},
        "Bool": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```json bad name=logs/queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/auditor"},
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:logs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-b7m2w5t8rd"}}
    }
  ]
}
```

```json good name=logs/bucket.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/auditor"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-logs/*"
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
      "Condition": {
        "StringNotEquals": {"aws:PrincipalOrgID": ["o-k3x9q1v7zp", "o-b7m2w5t8rd"]},
        "Bool": {"aws:PrincipalIsAWSService": "false"}
      }
    }
  ]
}
```

```json good name=logs/queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/auditor"},
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:logs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-b7m2w5t8rd"}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.clashing_organizations():
        yield Hit(
            found.word,
            f"account {found.account} is not in `{found.word}`, as another policy has it",
            also=[(found.other, f"here it is in `{found.other}`")],
            confidence="likely",
        )

"""A condition names an organization that is nearly the one that is meant.

The id of an organization is drawn by AWS: ten letters and digits or more. This one stands in a single policy, and
one or two letters make it that of the account (`organization` in the configuration, or an export of it), or that
which other policies name. What is allowed to members of the organization is then allowed to nobody, and what is
denied to all others is denied to all.

```json bad name=policies/topic.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:eu-west-1:111122223333:news",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"}}
    }
  ]
}
```

```json bad name=policies/queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"}}
    }
  ]
}
```

```json bad name=policies/secret.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-k3x9q7v1zp"}}
    }
  ]
}
```

```json good name=policies/topic.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:eu-west-1:111122223333:news",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-k3x9q1v7zp"}}
    }
  ]
}
```

```json good name=policies/queue.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-k3x9q1v7zp", "o-w81hh5c2ne"]}}
    }
  ]
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="warning", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.misspelt_organizations():
        yield Hit(
            found.word,
            f"`{found.written}` is nearly `{found.meant}`, and nothing else in view names it",
            also=[(word, "the other one") for word in found.others[:3]],
            details=[("did you mean", f"`{found.meant}`")],
            confidence="likely",
        )

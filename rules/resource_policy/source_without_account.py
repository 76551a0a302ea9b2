"""The source of a call is a bucket, and its account is not told.

The ARN of a bucket has no account in it. Should the bucket be deleted, somebody else can make one
of its name and have S3 call in its stead. `aws:SourceAccount` beside `aws:SourceArn` prevents it. Where
the template takes the ARN from a bucket that it declares itself, it is told as a remark.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize",
      "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-uploads"}}
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
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize",
      "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-uploads"},
        "StringEquals": {"aws:SourceAccount": "111122223333"}
      }
    }
  ]
}
```

In the trust policy of a role the same is a remark: to have the service take the role, somebody else
must be able to pass it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, Word, rule


@rule(severity="warning", since="0.1.0", kinds=("resource", "trust"), fix="narrows")
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    if not statement.allows or statement.gaps or not any(engine.services_in(statement)):
        return
    for condition in engine.sources(statement, "aws:SourceArn"):
        for value in condition.values:
            if engine.lacks_account(value) and not engine.tells_owner(statement, value):
                own = is_taken_from_bucket(value, statement, estate)
                yield Hit(
                    value,
                    f"`{engine.first_of(value)}` names no account: add aws:SourceAccount",
                    severity="info" if own or statement.policy.kind == "trust" else "",
                    fix=engine.binding(statement, estate.file_of(statement.policy)),
                )


def is_taken_from_bucket(value: Word, statement: Statement, estate: Estate) -> bool:
    """The ARN is not written out, but that of a bucket which is declared in view."""
    file = estate.file_of(statement.policy)
    return value.text.prefix == "arn:" and bool(estate.resources_named(value.text, file, "s3")[0])

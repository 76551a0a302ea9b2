"""The last part of an ARN is of no kind that the service has.

A DynamoDB table is `table/NAME`, not `tables/NAME`; a Lambda function is `function:NAME`, not
`function/NAME`. An ARN of no such form matches nothing. AWS's reference leaves out a form now and
then, therefore this is likely and not certain.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:tables/jobs"}
  ]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs"}
  ]
}
```

A name has signs that no name of the service has, or a parameter has a slash too many. A mark of a template such as
`{{bucket}}` or `<bucket>` is shown in the pedantic view:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ssm:GetParameter",
      "Resource": "arn:aws:ssm:eu-west-1:111122223333:parameter//app/db"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ssm:GetParameter",
      "Resource": "arn:aws:ssm:eu-west-1:111122223333:parameter/app/db"
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
      "Action": "ssm:GetParameter",
      "Resource": "arn:aws:ssm:eu-west-1:111122223333:parameter/app/db"
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
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:queue:jobs"
    }
  ]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
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
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": ["arn:aws:s3:::acme.data-1/in box/{a}/*", "arn:aws:s3:::Old_Bucket/*"]
    }
  ]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:111122223333:topic/news"}]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:111122223333:news"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:111122223333:news"}]
}
```

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders:index/*"}]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*"}]
}
```

A blank behind the ARN belongs to the name:

```json bad
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/* "}]
}
```

```json fixed
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]
}
```

```json good
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/a b*"}]
}
```

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Replace, Statement, rule


@rule(
    severity="error",
    since="0.1.0",
    fix="repairs",
    aws_codes=("INVALID_ARN_RESOURCE",),
    supersedes=("unmatched-action", "idle-resource", "bare-secret-name"),
    where="faulty_arns",
)
def check(statement: Statement, engine: Engine) -> Iterator[Hit]:
    for fault in engine.arn_faults(statement, "resource unknown"):
        near, shown = engine.forms_like(fault.arn), fault.arn.shown_resource
        text = engine.with_known_resource(fault.arn, near)
        yield Hit(
            fault.word,
            f"a blank stands behind `{shown.rstrip()}`: no resource of `{fault.arn.service}` ends so"
            if shown[-1:].isspace()
            else f"`{fault.arn.service}` has no resource of the form `{shown}`",
            severity="info" if engine.is_unfilled(shown) else "",
            confidence="likely",
            details=[("is written", f"`{form}`") for form in near],
            fix=Replace(fault.word, text) if text is not None else None,
        )

"""An element has a value of the wrong type.

`Statement` is an object or a list of objects, `Action` and `Resource` are texts or lists of texts,
`Condition` is an object of objects. AWS refuses a policy in which they are something else.

```json bad
{"Version": "2012-10-17", "Statement": 3}
```

```yaml bad
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action:
      sqs: SendMessage
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

```yaml bad
Resources:
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryPolicyText:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: !Sub arn:aws:iam::${AWS::AccountId}:root
            Action: ecr:BatchGetImage
```

```json good
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["sqs:SendMessage"],
    "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
  }
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator

from iamlint import Hit, Policy, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=("DATA_TYPE_MISMATCH", "INVALID_PRINCIPAL_FORMAT"),
    supersedes=("catalogue", "mixed-values"),
    where="is_unusual_document",
)
def check(policy: Policy) -> Iterator[Hit]:
    for wrong in policy.misshapen:
        what = f"`{wrong.element}`" if wrong.element else "a policy"
        yield Hit(wrong, f"{what} must be {wrong.wanted}", key=wrong.element)

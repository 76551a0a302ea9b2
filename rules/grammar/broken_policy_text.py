"""A policy that stands in a string is not valid JSON.

Where a template or a plan holds a policy as text, AWS reads that text as JSON and refuses what is
none. Nothing of the policy was checked, unless all that is wrong is a comma behind the last item. The same is said of a dump of an account that has something
else where it should list policies, or who has them.

```yaml bad
Resources:
  Sender:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"]}'
```

```yaml good
Resources:
  Sender:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator

from iamlint import Hit, Problem, rule


@rule(severity="error", since="0.1.0", aws_codes=("JSON_SYNTAX_ERROR",))
def check(problem: Problem) -> Iterator[Hit]:
    if problem.code == "broken-policy-text":
        yield Hit(problem, problem.message, key=problem.message)

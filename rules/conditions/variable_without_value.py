"""A policy variable never has a value where it stands.

A variable without a value matches nothing: the resource is never reached, the condition never met.
`${aws:username}` is empty for roles, and a key with several values is no variable at all. A claim such as
`${cognito-identity.amazonaws.com:sub}` is that of whoever brings a token of the provider: a role whose trust policy
takes none has no such value. A tag of the principal (`${aws:PrincipalTag/team}`) is that of the user or role, or of
its session: where it is declared without one and its trust policy lets nobody pass tags, there is none.

```json bad
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:prefix": "${aws:PrincipalOrgPaths}"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": {"StringEquals": {"s3:prefix": "${aws:username}"}}
    }
  ]
}
```

```yaml bad
Resources:
  Guest:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"cognito-identity.amazonaws.com:aud": "eu-west-1:0f1e2d3c-4b5a-4678-9abc-def012345678"}
              ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": authenticated}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::uploads/${cognito-idp.amazonaws.com:sub}/*
                #         ^
```

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: stage, Value: live}]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::uploads/${aws:PrincipalTag/team}/*
                #         ^
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: team, Value: search}]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::uploads/${aws:PrincipalTag/team}/*
  Analyst:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:saml-provider/okta"}
            Action: [sts:AssumeRoleWithSAML, sts:TagSession]
            Condition:
              StringEquals: {"SAML:aud": https://signin.aws.amazon.com/saml}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::uploads/${aws:PrincipalTag/team}/*
                  - arn:aws:s3:::uploads/${saml:sub}/*
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Statement, rule

REQUEST_TAG = "aws:requesttag/"


@rule(
    severity="warning",
    since="0.1.0",
    supersedes=("subsumed-statement",),
    where="mentions_variables",
)
def check(statement: Statement, engine: Engine, estate: Estate) -> Iterator[Hit]:
    policy = statement.policy
    for word in engine.words_with_variables(statement):
        for variable in engine.variables_of(word, statement):
            if variable.default is not None:
                continue
            if engine.is_multivalued(variable.key):
                yield Hit(
                    word,
                    f"`${{{variable.key}}}` has several values, and such a key is never filled in",
                )
            elif variable.key.lower().startswith(REQUEST_TAG):
                words = engine.never_tagged(statement, REQUEST_TAG)
                if words and len(words) == len(statement.actions or ()):
                    yield Hit(
                        word,
                        f"`${{{variable.key}}}` has no value in requests for "
                        f"{engine.listed(map(str, words))}, which bring no tags: this never matches",
                    )
            elif variable.key.lower().startswith("aws:principaltag/"):
                bearer = estate.tagless(policy, variable.key) if statement.allows else None
                if bearer is not None:
                    yield Hit(
                        word,
                        f"`${{{variable.key}}}` has no value for {bearer.identity.address}, which bears no "
                        "such tag: this never matches",
                        also=[(bearer.identity, "these are its tags")],
                        details=[("unless", "tags are added where it is deployed")],
                        confidence=bearer.confidence,
                    )
            elif engine.is_of_some_callers(variable.key):
                caller = engine.lacking_caller(variable.key, statement, estate.holders_of(policy))
                if caller:
                    yield Hit(
                        word,
                        f"`${{{variable.key}}}` has no value for a {caller}: this never matches",
                        confidence="certain" if policy.owner is not None else "likely",
                    )

"""A principal may make or move aliases, but not for any key, or keys, but not by any alias.

`kms:CreateAlias`, `kms:UpdateAlias` and `kms:DeleteAlias` are authorised twice, on the alias and on the
key, and both must be allowed. An alias has no policy of its own, so only the caller's policies can
allow it there; on the key its policy may, which makes the finding likely.

```yaml bad
Resources:
  Operator:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: aliases
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: kms:UpdateAlias
                Resource: arn:aws:kms:eu-west-1:111122223333:alias/app
```

```yaml good
Resources:
  Operator:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: aliases
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: kms:UpdateAlias
                Resource:
                  - arn:aws:kms:eu-west-1:111122223333:alias/app
                  - arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```hcl bad
resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_kms_key" "app" {}

resource "aws_iam_role_policy" "operator" {
  role = aws_iam_role.operator.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:CreateAlias", Resource = aws_kms_key.app.arn }]
  })
}
```

```hcl good
resource "aws_iam_role" "operator" {
  name = "operator"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }
    ]
  })
}

resource "aws_kms_key" "app" {}

resource "aws_iam_role_policy" "operator" {
  role = aws_iam_role.operator.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:CreateAlias", Resource = aws_kms_key.app.arn },
      { Effect = "Allow", Action = "kms:*Alias", Resource = "arn:aws:kms:*:111122223333:alias/app" },
    ]
  })
}
```

https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for half in estate.half_granted_aliases():
        on = "alias" if half.lacks == "key" else "key"
        yield Hit(
            half.word,
            f"{half.identity.address} may `{half.action}` on the {on} only, which takes the "
            f"{half.lacks} too",
            details=[("missing", f"`{half.action}` on the {half.lacks}")],
            confidence=half.confidence,
            key=f"{half.identity.address} {half.action}",
        )

"""An ARN names another partition than the one in which the policy is.

AWS's regions in China, for GovCloud and some others are partitions of their own, with accounts of their own. No
request in one is about what is in another, and no principal of one is let in to another, so an Allow allows nothing,
and a principal is refused when the policy is put. The partition is that of the region in view: of the provider, the
configuration, or the ARNs of a dump. A policy that names the same for both partitions is written for both.

```hcl bad name=main.tf
provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws-cn:s3:::statements/*" }]
    #                                                                    ^
  })
}
```

```hcl good name=main.tf
provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = ["arn:aws-cn:s3:::statements/*", "arn:aws:s3:::statements/*", "arn:*:s3:::reports/*"]
    }]
  })
}
```

```yaml bad name=role.yaml
Resources:
  Vendor:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            #                ^
            Action: sts:AssumeRole
            Condition: {StringEquals: {"sts:ExternalId": "b7"}}
```

```toml bad name=iamlint.toml
region = "us-gov-west-1"
```

AWS's own policies, too, are those of a partition:

```yaml bad name=role.yaml
Resources:
  Host:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
      #                   ^
```

```toml bad name=iamlint.toml
region = "cn-north-1"
```

```yaml good name=role.yaml
Resources:
  Host:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"]
```

```toml good name=iamlint.toml
region = "cn-north-1"
```

```hcl bad name=main.tf
provider "aws" {
  region = "us-gov-west-1"
}

resource "aws_iam_role" "viewer" {
  name = "viewer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "viewer" {
  for_each = {
    view = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
  }
  role       = aws_iam_role.viewer.name
  policy_arn = each.value
}
```

```hcl good name=main.tf
data "aws_partition" "current" {}

provider "aws" {
  region = "us-gov-west-1"
}

resource "aws_iam_role" "viewer" {
  name = "viewer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "viewer" {
  for_each = {
    view = "arn:${data.aws_partition.current.partition}:iam::aws:policy/job-function/ViewOnlyAccess"
    logs = "arn:aws-us-gov:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
  }
  role       = aws_iam_role.viewer.name
  policy_arn = each.value
}
```

```hcl good name=main.tf
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "gov"
  region = "us-gov-west-1"
}

variable "in_gov" {
  type = bool
}

resource "aws_iam_role" "viewer" {
  name = "viewer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "viewer" {
  count      = var.in_gov ? 1 : 0
  role       = aws_iam_role.viewer.name
  policy_arn = "arn:aws-us-gov:iam::aws:policy/job-function/ViewOnlyAccess"
}

resource "aws_iam_user" "viewer" {
  provider = aws.gov
  name     = "viewer"
}

resource "aws_iam_user_policy_attachment" "viewer" {
  provider   = aws.gov
  user       = aws_iam_user.viewer.name
  policy_arn = "arn:aws-us-gov:iam::aws:policy/job-function/ViewOnlyAccess"
}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0", supersedes=("unknown-arn-region", "unmatched-action"))
def check(estate: Estate) -> Iterator[Hit]:
    for found in estate.foreign_partitions():
        yield Hit(
            found.place,
            f"`{found.arn}` is in the partition `{found.theirs}`, and this is for `{found.own}`",
            details=[("did you mean", f"`arn:{found.own}:…`")],
        )

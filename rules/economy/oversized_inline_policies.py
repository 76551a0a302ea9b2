"""The inline policies of one identity are too large together.

AWS counts all inline policies of a role, user or group as one sum, without white space: 10,240
characters for a role, 5,120 for a group, 2,048 for a user. Each policy may fit by itself; the one that
goes over the sum fails at deployment. A single policy that is too large is reported by
`oversized-policy`. What a managed policy holds does not count.

```yaml bad
Resources:
  Reader:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: north
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-of-the-north-department-00/*
                  - arn:aws:s3:::reports-of-the-north-department-01/*
                  - arn:aws:s3:::reports-of-the-north-department-02/*
                  - arn:aws:s3:::reports-of-the-north-department-03/*
                  - arn:aws:s3:::reports-of-the-north-department-04/*
                  - arn:aws:s3:::reports-of-the-north-department-05/*
                  - arn:aws:s3:::reports-of-the-north-department-06/*
                  - arn:aws:s3:::reports-of-the-north-department-07/*
                  - arn:aws:s3:::reports-of-the-north-department-08/*
                  - arn:aws:s3:::reports-of-the-north-department-09/*
                  - arn:aws:s3:::reports-of-the-north-department-10/*
                  - arn:aws:s3:::reports-of-the-north-department-11/*
                  - arn:aws:s3:::reports-of-the-north-department-12/*
                  - arn:aws:s3:::reports-of-the-north-department-13/*
                  - arn:aws:s3:::reports-of-the-north-department-14/*
                  - arn:aws:s3:::reports-of-the-north-department-15/*
                  - arn:aws:s3:::reports-of-the-north-department-16/*
                  - arn:aws:s3:::reports-of-the-north-department-17/*
                  - arn:aws:s3:::reports-of-the-north-department-18/*
                  - arn:aws:s3:::reports-of-the-north-department-19/*
                  - arn:aws:s3:::reports-of-the-north-department-20/*
        - PolicyName: south
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-of-the-south-department-00/*
                  - arn:aws:s3:::reports-of-the-south-department-01/*
                  - arn:aws:s3:::reports-of-the-south-department-02/*
                  - arn:aws:s3:::reports-of-the-south-department-03/*
                  - arn:aws:s3:::reports-of-the-south-department-04/*
                  - arn:aws:s3:::reports-of-the-south-department-05/*
                  - arn:aws:s3:::reports-of-the-south-department-06/*
                  - arn:aws:s3:::reports-of-the-south-department-07/*
                  - arn:aws:s3:::reports-of-the-south-department-08/*
                  - arn:aws:s3:::reports-of-the-south-department-09/*
                  - arn:aws:s3:::reports-of-the-south-department-10/*
                  - arn:aws:s3:::reports-of-the-south-department-11/*
                  - arn:aws:s3:::reports-of-the-south-department-12/*
                  - arn:aws:s3:::reports-of-the-south-department-13/*
                  - arn:aws:s3:::reports-of-the-south-department-14/*
                  - arn:aws:s3:::reports-of-the-south-department-15/*
                  - arn:aws:s3:::reports-of-the-south-department-16/*
                  - arn:aws:s3:::reports-of-the-south-department-17/*
                  - arn:aws:s3:::reports-of-the-south-department-18/*
                  - arn:aws:s3:::reports-of-the-south-department-19/*
                  - arn:aws:s3:::reports-of-the-south-department-20/*
```

```yaml good
Resources:
  Reader:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: north
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-of-the-north-department-00/*
                  - arn:aws:s3:::reports-of-the-north-department-01/*
                  - arn:aws:s3:::reports-of-the-north-department-02/*
        - PolicyName: south
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-of-the-south-department-00/*
                  - arn:aws:s3:::reports-of-the-south-department-01/*
                  - arn:aws:s3:::reports-of-the-south-department-02/*
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for over in estate.sums.of_inline():
        yield Hit(
            over.places[-1],
            f"the {len(over.places)} inline policies of {over.holder} have {over.number:,} "
            f"{over.unit} together: AWS allows {over.limit:,}",
            also=[(place, "counted with it") for place in over.places[:-1]],
            key=over.holder,
        )

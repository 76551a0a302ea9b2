"""A policy is larger than AWS accepts.

Each kind of policy has its own quota. IAM does not count white space; Organizations, S3 and most other
services count the document as it reaches them. Some quotas can be raised on request.

The inline policies of a user may have 2,048 characters.

```yaml bad
Resources:
  Worker:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-00/*
                  - arn:aws:s3:::reports-01/*
                  - arn:aws:s3:::reports-02/*
                  - arn:aws:s3:::reports-03/*
                  - arn:aws:s3:::reports-04/*
                  - arn:aws:s3:::reports-05/*
                  - arn:aws:s3:::reports-06/*
                  - arn:aws:s3:::reports-07/*
                  - arn:aws:s3:::reports-08/*
                  - arn:aws:s3:::reports-09/*
                  - arn:aws:s3:::reports-10/*
                  - arn:aws:s3:::reports-11/*
                  - arn:aws:s3:::reports-12/*
                  - arn:aws:s3:::reports-13/*
                  - arn:aws:s3:::reports-14/*
                  - arn:aws:s3:::reports-15/*
                  - arn:aws:s3:::reports-16/*
                  - arn:aws:s3:::reports-17/*
                  - arn:aws:s3:::reports-18/*
                  - arn:aws:s3:::reports-19/*
                  - arn:aws:s3:::reports-20/*
                  - arn:aws:s3:::reports-21/*
                  - arn:aws:s3:::reports-22/*
                  - arn:aws:s3:::reports-23/*
                  - arn:aws:s3:::reports-24/*
                  - arn:aws:s3:::reports-25/*
                  - arn:aws:s3:::reports-26/*
                  - arn:aws:s3:::reports-27/*
                  - arn:aws:s3:::reports-28/*
                  - arn:aws:s3:::reports-29/*
                  - arn:aws:s3:::reports-30/*
                  - arn:aws:s3:::reports-31/*
                  - arn:aws:s3:::reports-32/*
                  - arn:aws:s3:::reports-33/*
                  - arn:aws:s3:::reports-34/*
                  - arn:aws:s3:::reports-35/*
                  - arn:aws:s3:::reports-36/*
                  - arn:aws:s3:::reports-37/*
                  - arn:aws:s3:::reports-38/*
                  - arn:aws:s3:::reports-39/*
                  - arn:aws:s3:::reports-40/*
                  - arn:aws:s3:::reports-41/*
                  - arn:aws:s3:::reports-42/*
                  - arn:aws:s3:::reports-43/*
                  - arn:aws:s3:::reports-44/*
                  - arn:aws:s3:::reports-45/*
                  - arn:aws:s3:::reports-46/*
                  - arn:aws:s3:::reports-47/*
                  - arn:aws:s3:::reports-48/*
                  - arn:aws:s3:::reports-49/*
                  - arn:aws:s3:::reports-50/*
                  - arn:aws:s3:::reports-51/*
                  - arn:aws:s3:::reports-52/*
                  - arn:aws:s3:::reports-53/*
                  - arn:aws:s3:::reports-54/*
                  - arn:aws:s3:::reports-55/*
                  - arn:aws:s3:::reports-56/*
                  - arn:aws:s3:::reports-57/*
                  - arn:aws:s3:::reports-58/*
                  - arn:aws:s3:::reports-59/*
                  - arn:aws:s3:::reports-60/*
                  - arn:aws:s3:::reports-61/*
                  - arn:aws:s3:::reports-62/*
                  - arn:aws:s3:::reports-63/*
                  - arn:aws:s3:::reports-64/*
                  - arn:aws:s3:::reports-65/*
                  - arn:aws:s3:::reports-66/*
                  - arn:aws:s3:::reports-67/*
                  - arn:aws:s3:::reports-68/*
                  - arn:aws:s3:::reports-69/*
                  - arn:aws:s3:::reports-70/*
                  - arn:aws:s3:::reports-71/*
                  - arn:aws:s3:::reports-72/*
                  - arn:aws:s3:::reports-73/*
                  - arn:aws:s3:::reports-74/*
                  - arn:aws:s3:::reports-75/*
                  - arn:aws:s3:::reports-76/*
                  - arn:aws:s3:::reports-77/*
                  - arn:aws:s3:::reports-78/*
                  - arn:aws:s3:::reports-79/*
                  - arn:aws:s3:::reports-80/*
                  - arn:aws:s3:::reports-81/*
                  - arn:aws:s3:::reports-82/*
                  - arn:aws:s3:::reports-83/*
                  - arn:aws:s3:::reports-84/*
                  - arn:aws:s3:::reports-85/*
                  - arn:aws:s3:::reports-86/*
                  - arn:aws:s3:::reports-87/*
                  - arn:aws:s3:::reports-88/*
                  - arn:aws:s3:::reports-89/*
```

```yaml good
Resources:
  Worker:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - arn:aws:s3:::reports-00/*
                  - arn:aws:s3:::reports-01/*
                  - arn:aws:s3:::reports-02/*
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, Policy, rule


@rule(
    severity="error",
    since="0.1.0",
    aws_codes=(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
        "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    ),
    where="is_long",
)
def check(policy: Policy, engine: Engine, estate: Estate) -> Iterator[Hit]:
    found = engine.oversize(policy, estate.file_of(policy) if policy.form == "inline" else None)
    if found is None:
        return
    size = f"{found.size:,} {found.unit}"
    if found.spaced:
        why = f"{policy.kind_in_words} may have {found.tightest:,}, white space counted"
    elif found.size > found.most:
        why = f"{policy.kind_in_words} may have {found.most:,}"
    elif found.size > found.limit:
        why = f"AWS allows {found.limit:,} at first, and up to {found.most:,} on request"
    else:
        why = f"{policy.kind_in_words} may have {found.tightest:,} in its tightest form"
    certain = found.size > found.most and not found.spaced
    severity = "" if certain else "warning" if found.size > found.limit else "info"
    if policy.kind == "identity" and not policy.kind_known:
        severity = "info"  # AWS's own managed policies may be larger
    elif found.for_sets and not any(one.kind == "permission-set" for one in estate.identities):
        why, severity = "only that of a permission set may be so large", "warning"
    yield Hit(
        policy,
        f"the policy has {size}: {why}",
        severity=severity,
        confidence="certain" if certain else "likely",
        key="size",
    )

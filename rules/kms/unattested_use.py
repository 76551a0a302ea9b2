"""A key that is for an enclave may be used outside of it.

One statement of the key's policy wants to know what runs in the enclave that calls, by
`kms:RecipientAttestation`; another allows the same without. Whoever it names reads the data without
the enclave. Where that is a whole account, its own policies decide who that is.

```yaml bad
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/parent"}
            Action: kms:Decrypt
            Resource: "*"
            Condition:
              StringEqualsIgnoreCase:
                kms:RecipientAttestation:ImageSha384: 5f8d31c04e2b97a6
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: kms:*
            Resource: "*"
```

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/parent"}
            Action: kms:Decrypt
            Resource: "*"
            Condition:
              StringEqualsIgnoreCase:
                kms:RecipientAttestation:ImageSha384: 5f8d31c04e2b97a6
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:PutKeyPolicy"]
            Resource: "*"
```

A Deny of all that is not attested closes it as well:

```yaml good
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:role/parent"}
            Action: kms:Decrypt
            Resource: "*"
            Condition:
              StringEqualsIgnoreCase:
                kms:RecipientAttestation:ImageSha384: 5f8d31c04e2b97a6
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: kms:*
            Resource: "*"
          - Effect: Deny
            Principal: "*"
            Action: ["kms:Decrypt", "kms:DeriveSharedSecret", "kms:GenerateDataKey*"]
            Resource: "*"
            Condition:
              "Null": {"kms:RecipientAttestation:ImageSha384": "true"}
```

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-attestation.html
"""

from collections.abc import Iterator

from iamlint import Engine, Hit, Policy, rule


@rule(severity="warning", persona="pedantic", since="0.1.0", kinds=("resource",))
def check(policy: Policy, engine: Engine) -> Iterator[Hit]:
    for word, action, bound in engine.unattested(policy):
        yield Hit(
            word,
            f"`{word}` allows `{action}` outside of the enclave that another statement asks for",
            also=[(bound, "this one asks what runs in the enclave")],
        )

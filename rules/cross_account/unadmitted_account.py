"""A resource of another account does not let in the account from which it is used.

Logs that go to a destination of another account, backups that are copied into a vault there, events
that are sent to a bus there, a subscription to a topic there, a function that runs an image of a
repository there, and whatever works on something there as a role that is not in view: the policy of
the other account must let the first one in, by its number, by its organization, or by the role. Who
asks need not be in view, where the policy lets in nobody of that account. An image needs both, the
account and the service of the function.

```yaml bad name=vault/template.yaml
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: central
      AccessPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::777788889999:root"}
            Action: backup:CopyIntoBackupVault
            Resource: "*"
```

```yaml bad name=app/template.yaml
Resources:
  Local:
    Type: AWS::Backup::BackupVault
    Properties: {BackupVaultName: local}
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: daily
        BackupPlanRule:
          - RuleName: daily
            TargetBackupVault: !Ref Local
            CopyActions:
              - DestinationBackupVaultArn: arn:aws:backup:eu-west-1:111122223333:backup-vault:central
                #                          ^
```

```toml bad name=iamlint.toml
region = "eu-west-1"
[accounts]
"vault/**" = "111122223333"
"app/**" = "444455556666"
```

```yaml good name=vault/template.yaml
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: central
      AccessPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::444455556666:root"}
            Action: backup:CopyIntoBackupVault
            Resource: "*"
```

```yaml good name=app/template.yaml
Resources:
  Local:
    Type: AWS::Backup::BackupVault
    Properties: {BackupVaultName: local}
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: daily
        BackupPlanRule:
          - RuleName: daily
            TargetBackupVault: !Ref Local
            CopyActions:
              - DestinationBackupVaultArn: arn:aws:backup:eu-west-1:111122223333:backup-vault:central
```

```toml good name=iamlint.toml
region = "eu-west-1"
[accounts]
"vault/**" = "111122223333"
"app/**" = "444455556666"
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CreateDestination.html
https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from collections.abc import Iterator

from iamlint import Engine, Estate, Hit, rule


@rule(severity="error", since="0.1.0", fix="widens")
def check(estate: Estate, engine: Engine) -> Iterator[Hit]:
    for stranger in estate.strangers():
        resource = stranger.resource
        yield Hit(
            stranger.wired.wire,
            f"{resource.address} belongs to account {estate.account_of(resource)} and does not let "
            f"{stranger.who} {engine.listed(stranger.actions)}",
            also=stranger.places,
            details=stranger.details,
            confidence=stranger.confidence,
            fix=stranger.mended,
            key=f"{stranger.caller} {resource.arn}",
        )

"""The key of a resource: by alias, id, ARN, of another file, AWS's own, none."""

from __future__ import annotations

import pytest

from iamlint.estate.joined import AWS_MANAGED, CUSTOMER, NO_KEY, UNKNOWN_KEY

from .build import HOME
from .templates import IRELAND, estate_of, placed, resource

KEYS = """
    Key: {Type: AWS::KMS::Key}
    Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/app, TargetKeyId: !Ref Key}}
    Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: %s}}
"""
ALIAS_ARN = "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/app"


@pytest.mark.parametrize(
    "written",
    [
        "!Ref Key",
        "!GetAtt Key.Arn",
        "!GetAtt Key.KeyId",
        "!Ref Alias",
        "alias/app",
        f"!Sub '{ALIAS_ARN}'",
        "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}'",
    ],
)
def test_a_key_by_any_of_its_names(written: str) -> None:
    estate = estate_of(stack=KEYS % written)
    use = estate.key_of(resource(estate, "Jobs"))
    assert use.kind == CUSTOMER
    assert use.key is resource(estate, "Key")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("alias/aws/sqs", AWS_MANAGED),
        (f"arn:aws:kms:eu-west-1:{HOME}:alias/aws/sqs", AWS_MANAGED),
        ("alias/other", UNKNOWN_KEY),
        ("''", NO_KEY),
    ],
)
def test_what_is_no_key_in_view(written: str, kind: str) -> None:
    estate = estate_of(stack=KEYS % written)
    use = estate.key_of(resource(estate, "Jobs"))
    assert (use.kind, use.key) == (kind, None)


def test_a_key_that_is_given_at_deployment_names_the_parameter() -> None:
    text = KEYS % "!Ref Given"
    estate = estate_of(stack=f"Parameters: {{Given: {{Type: String}}}}\nResources:{text}")
    use = estate.key_of(resource(estate, "Jobs"))
    assert use.kind == UNKNOWN_KEY
    assert use.why == "the parameter Given is given at deployment, it has no default"


def test_no_property_means_what_the_service_does() -> None:
    estate = estate_of(
        stack="""
        Jobs: {Type: AWS::SQS::Queue}
        Secret: {Type: AWS::SecretsManager::Secret}
        """
    )
    assert estate.key_of(resource(estate, "Jobs")).kind == NO_KEY
    assert estate.key_of(resource(estate, "Secret")).kind == AWS_MANAGED


def test_an_alias_of_another_file_of_the_account() -> None:
    files = {
        "keys.yaml": """
            Key: {Type: AWS::KMS::Key}
            Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/app, TargetKeyId: !Ref Key}}
        """,
        "jobs.yaml": "Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: alias/app}}",
    }
    estate = placed(files, dict.fromkeys(files, IRELAND))
    assert estate.key_of(resource(estate, "Jobs")).key is resource(estate, "Key")


def test_a_replica_is_a_key_with_a_policy_of_its_own() -> None:
    estate = estate_of(
        stack=f"""
        Replica:
          Type: AWS::KMS::ReplicaKey
          Properties:
            PrimaryKeyArn: arn:aws:kms:us-east-1:{HOME}:key/mrk-1234
            KeyPolicy:
              Version: "2012-10-17"
              Statement: [{{Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*"}}]
        Jobs: {{Type: AWS::SQS::Queue, Properties: {{KmsMasterKeyId: !Ref Replica}}}}
        """
    )
    use = estate.key_of(resource(estate, "Jobs"))
    assert use.key is resource(estate, "Replica")
    assert [a.policy.address for a in estate.policies_on(use.key).attached] == ["Replica.KeyPolicy"]


def test_conditions_choose_between_two_keys() -> None:
    estate = estate_of(
        stack="""
        Conditions: {Prod: !Equals [!Ref 'AWS::Region', eu-west-1]}
        Resources:
          One: {Type: AWS::KMS::Key}
          Two: {Type: AWS::KMS::Key}
          Jobs:
            Type: AWS::SQS::Queue
            Properties: {KmsMasterKeyId: !If [Prod, !Ref One, !Ref Two]}
        """
    )
    uses = estate.keys_of(resource(estate, "Jobs"))
    assert [use.key for use in uses] == [resource(estate, "One"), resource(estate, "Two")]
    assert [set(use.when) for use in uses] == [
        {("stack.yaml#Prod", True)},
        {("stack.yaml#Prod", False)},
    ]

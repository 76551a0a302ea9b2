"""Where policies stand in templates, and what they are attached to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from iamlint.catalog import catalog
from iamlint.model.policy import IDENTITY, RESOURCE, SCP, TRUST
from iamlint.text.holes import Text

from .reading import Facts, only, policy, read

if TYPE_CHECKING:
    from iamlint.model.things import Reading

DOCUMENT = "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}"
ROWS = catalog().table("cloudformation_policies")


def put(path: str, value: object) -> object:
    """Properties that have a value at a path."""
    name, _, rest = path.partition(".")
    inner = put(rest, value) if rest else value
    return {name.removesuffix("[]"): [inner] if name.endswith("[]") else inner}


def merge(one: object, other: object) -> object:
    if isinstance(one, dict) and isinstance(other, dict):
        return {k: merge(one[k], other[k]) if k in one and k in other else one.get(k, other.get(k))
                for k in {**one, **other}}  # fmt: skip
    return other


def template_for(row: dict[str, object], *, as_text: bool = False) -> str:
    """A template that has just what a row of the table tells of."""
    reference = str(row["kind"]).endswith("reference") or row["kind"] == "membership"
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Principal": "*"}
    document: object = {"Version": "2012-10-17", "Statement": [statement]}
    if row.get("statements"):
        document = [statement]
    elif as_text:
        document = json.dumps(document)
    properties = put(str(row["path"]), "arn:aws:iam::aws:policy/X" if reference else document)
    if isinstance(row["attach"], list):
        for kind, path in row["attach"]:
            properties = merge(properties, put(path.partition("|")[0], f"the-{kind}"))
    if "when" in row:
        assert isinstance(row["when"], list)
        properties = merge(properties, put(row["when"][0], row["when"][1]))
    return json.dumps({"Resources": {"Thing": {"Type": row["type"], "Properties": properties}}})


@pytest.mark.parametrize("as_text", [False, True], ids=["document", "text"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']}-{row['path']}")
def test_every_row_of_the_table_is_read(row: dict[str, object], as_text: bool) -> None:
    reading = read(template_for(row, as_text=as_text))
    assert not reading.gaps
    kind = str(row["kind"])
    if kind == "membership":
        groups = [str(word) for identity in reading.identities for word in identity.groups]
        assert groups or reading.attachments[0].targets
    elif kind == "session-reference":
        (attachment,) = reading.attachments
        assert attachment.reference is not None
        assert attachment.targets == [("session", Text("the-session"))]
    elif kind == "managed-reference":
        assert reading.identities[0].managed
    elif kind == "boundary-reference":
        assert reading.identities[0].boundary is not None
    else:
        (found,) = reading.policies
        assert found.kind == kind
        assert found.resource_type == row.get("resource_type", "")
        check_attached(row, reading)


def check_attached(row: dict[str, object], reading: Reading) -> None:
    (found,) = reading.policies
    if row["attach"] == "self":
        own = [p for r in reading.resources for p in r.policies]
        own += [p for i in reading.identities for p in [*i.inline, *([i.trust] if i.trust else [])]]
        assert own == [found]
        assert found.owner is not None
    else:
        assert isinstance(row["attach"], list)
        targets = [kind for a in reading.attachments for kind, _ in a.targets]
        assert sorted(targets) == sorted(kind for kind, _ in row["attach"])


def test_a_role_has_its_policies() -> None:
    reading = read(
        f"""
        Resources:
          App:
            Type: AWS::IAM::Role
            Properties:
              RoleName: app
              AssumeRolePolicyDocument: {DOCUMENT}
              PermissionsBoundary: !Ref Boundary
              ManagedPolicyArns:
                - !Ref Boundary
                - !Sub arn:${{AWS::Partition}}:iam::aws:policy/ReadOnlyAccess
              Policies:
                - PolicyName: work
                  PolicyDocument: {DOCUMENT}
          Boundary:
            Type: AWS::IAM::ManagedPolicy
            Properties: {{ManagedPolicyName: edge, PolicyDocument: {DOCUMENT}}}
        """,
        Facts("111122223333", "eu-west-1"),
    )
    (role,) = reading.identities
    assert role.arn.literal == "arn:aws:iam::111122223333:role/app"
    assert role.trust is not None
    assert role.trust.kind == TRUST
    assert [p.name for p in role.inline] == [Text("work")]
    assert [r.arn.literal for r in role.managed] == [
        "arn:aws:iam::111122223333:policy/edge",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]
    edge = policy(reading, "Boundary")
    assert role.boundary is not None
    assert role.boundary.arn == edge.arn
    assert (edge.kind, edge.form) == (IDENTITY, "managed")


def test_a_key_without_policy_has_the_default_one() -> None:
    reading = read(
        f"""
        Resources:
          Plain: {{Type: AWS::KMS::Key}}
          Own: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {DOCUMENT}}}}}
          Hidden: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: !ImportValue Policy}}}}
        """
    )
    plain, own, hidden = reading.resources
    assert (plain.default_policy, plain.policies) == (True, [])
    assert (own.default_policy, len(own.policies)) == (False, 1)
    assert (hidden.default_policy, hidden.policies) == (False, [])
    assert hidden.policy_gap is not None
    assert [gap.address for gap in reading.gaps] == ["Hidden.KeyPolicy"]


def test_a_lambda_permission_is_a_statement_on_the_function() -> None:
    reading = read(
        """
        Resources:
          Fn: {Type: AWS::Lambda::Function}
          Bucket: {Type: AWS::S3::Bucket}
          May:
            Type: AWS::Lambda::Permission
            Properties:
              Action: lambda:InvokeFunction
              FunctionName: !GetAtt Fn.Arn
              Principal: s3.amazonaws.com
              SourceArn: !GetAtt Bucket.Arn
              SourceAccount: !Ref AWS::AccountId
        """
    )
    statement = only(reading, "May")
    assert statement.allows
    assert [str(word) for word in statement.actions or ()] == ["lambda:InvokeFunction"]
    assert [(p.type, str(p.value)) for p in statement.principals or ()] == [
        ("Service", "s3.amazonaws.com")
    ]
    assert {str(c.key) for c in statement.conditions} == {"aws:SourceArn", "aws:SourceAccount"}
    (resource,) = statement.resources or ()
    (attachment,) = reading.attachments
    function = next(r for r in reading.resources if r.address == "Fn")
    assert attachment.targets == [("resource", function.arn)]
    assert resource.text == function.arn
    assert policy(reading, "May").form == "statement"


def test_targets_under_conditions_are_attachments_under_conditions() -> None:
    reading = read(
        f"""
        Parameters: {{P: {{Type: String}}}}
        Conditions: {{Big: !Equals [!Ref P, big]}}
        Resources:
          Policy:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              Roles: [a, !If [Big, b, !Ref AWS::NoValue]]
              PolicyDocument: {DOCUMENT}
        """
    )
    assert [([str(t) for _, t in a.targets], set(a.when)) for a in reading.attachments] == [
        (["a"], set()),
        (["b"], {("stack.yaml#Big", True)}),
    ]


def test_a_whole_document_may_be_chosen() -> None:
    reading = read(
        f"""
        Parameters: {{P: {{Type: String}}}}
        Conditions: {{Big: !Equals [!Ref P, big]}}
        Resources:
          Policy:
            Type: AWS::SQS::QueuePolicy
            Properties: {{Queues: [q], PolicyDocument: !If [Big, {DOCUMENT}, {DOCUMENT}]}}
        """
    )
    assert [set(p.when) for p in reading.policies] == [
        {("stack.yaml#Big", True)},
        {("stack.yaml#Big", False)},
    ]


def test_a_resource_that_never_comes_to_be_is_not_read() -> None:
    reading = read(
        f"""
        Conditions: {{No: !Equals [a, b]}}
        Resources:
          Gone: {{Type: AWS::KMS::Key, Condition: No, Properties: {{KeyPolicy: {DOCUMENT}}}}}
        """
    )
    assert not reading.policies
    assert not reading.resources


def test_an_scp_is_one_by_its_type() -> None:
    template = """
        Resources:
          P: {{Type: AWS::Organizations::Policy, Properties:
            {{Type: {}, Name: p, TargetIds: ['111122223333'], Content: {}}}}}
        """
    (scp,) = read(template.format("SERVICE_CONTROL_POLICY", DOCUMENT)).policies
    assert scp.kind == SCP
    assert not read(template.format("TAG_POLICY", DOCUMENT)).policies
    unknown = read(template.format("!ImportValue T", DOCUMENT))
    assert unknown.gaps
    assert not unknown.policies


def test_encryption() -> None:
    reading = read(
        """
        Resources:
          Key: {Type: AWS::KMS::Key}
          Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a, TargetKeyId: !Ref Key}}
          Own: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}}]}}}
          Default: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms'}}]}}}
          Plain: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {
              SSEAlgorithm: AES256}}]}}}
          Secret: {Type: AWS::SecretsManager::Secret}
        """
    )
    keys = {r.address: [str(e.key) for e in r.encryption] for r in reading.resources}
    arn = "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}"
    assert keys == {
        "Key": [],
        "Alias": ["${Key}"],
        "Own": [arn],
        "Default": ["alias/aws/s3"],
        "Plain": [],
        "Secret": ["alias/aws/secretsmanager"],
    }


def test_the_cdk_tells_constructs_and_is_not_edited() -> None:
    reading = read(
        json.dumps(
            {
                "Resources": {
                    "Key961B73FD": {
                        "Type": "AWS::KMS::Key",
                        "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": []}},
                        "Metadata": {"aws:cdk:path": "App/Key/Resource"},
                    }
                }
            }
        )
    )
    assert reading.generated
    assert reading.policies[0].address == "App/Key/Resource.KeyPolicy"
    assert read("Resources: {A: {Type: AWS::S3::Bucket}}", path="cdk.out/A.json").generated
    assert not read("Resources: {A: {Type: AWS::S3::Bucket}}").generated


def test_policies_in_places_that_no_table_tells_of() -> None:
    reading = read(
        f"""
        Resources:
          Custom:
            Type: Custom::Role
            Properties:
              Deep: [{{Inner: {DOCUMENT}}}]
              Text: '{{"Version": "2012-10-17", "Statement": [{{"Principal": "*", "Action": "s3:*"}}]}}'
              Other: {{Statement: [{{ByteMatchStatement: {{}}}}]}}
              Text2: '{{"Statement": '
          Known:
            Type: AWS::IAM::Role
            Properties: {{AssumeRolePolicyDocument: {DOCUMENT}, Policies: []}}
        """
    )
    assert [(p.address, p.kind, p.kind_known) for p in reading.policies] == [
        ("Known.AssumeRolePolicyDocument", TRUST, True),
        ("Custom.Deep[0].Inner", IDENTITY, False),
        ("Custom.Text", RESOURCE, False),
    ]


def test_a_permission_names_its_function_in_every_way() -> None:
    template = """
        Resources:
          Fn: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: f}}}}
          May: {{Type: AWS::Lambda::Permission, Properties:
            {{Action: lambda:InvokeFunction, FunctionName: {}, Principal: '*'}}}}
        """
    names = ("f", "!Ref Fn", "!GetAtt Fn.Arn", "'111122223333:function:f'")
    for name in names:
        reading = read(template.format(name), Facts("111122223333", "eu-west-1"))
        (resource,) = only(reading, "May").resources or ()
        assert resource.literal == "arn:aws:lambda:eu-west-1:111122223333:function:f"


def test_a_permission_names_an_account_as_text_or_as_a_number() -> None:
    template = """
        Resources:
          May: {{Type: AWS::Lambda::Permission, Properties:
            {{Action: lambda:InvokeFunction, FunctionName: f, Principal: {}}}}}
        """
    for written in ("'111122223333'", "111122223333"):
        (entry,) = only(read(template.format(written)), "May").principals or ()
        assert (entry.type, entry.value.literal) == ("AWS", "111122223333")


@pytest.mark.parametrize(
    "type", ["Custom::KeyPolicyUpdater", "AWS::CloudFormation::CustomResource"]
)
def test_a_custom_resource_that_is_given_a_key_may_write_its_policy(type: str) -> None:
    reading = read(f"""
Resources:
  Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {DOCUMENT}}}}}
  Other: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {DOCUMENT}}}}}
  Bucket: {{Type: AWS::S3::Bucket}}
  Update:
    Type: {type}
    Properties: {{ServiceToken: !Ref Handler, KeyId: !Ref Key, Bucket: !Ref Bucket}}
""")
    gaps = {each.address: each.policy_gap for each in reading.resources}
    assert gaps["Key"] is not None
    assert gaps["Key"].why == "Update is given it and may write its policy"
    assert gaps["Other"] is gaps["Bucket"] is None

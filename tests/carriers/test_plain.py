"""Policies that stand alone, and what the AWS CLI prints: what is one, and what kind it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint import carriers, formats
from iamlint.model.policy import BOUNDARY, ENDPOINT, IDENTITY, RCP, RESOURCE, SCP, TRUST
from iamlint.text.source import Source

if TYPE_CHECKING:
    from iamlint.model.things import Reading


class Facts(NamedTuple):
    account: str = ""
    region: str = ""
    partition: str = ""
    kind: str = ""


def read(value: object, facts: Facts | None = None, format_: str = formats.JSON) -> Reading | None:
    text = value if isinstance(value, str) else json.dumps(value)
    return carriers.read("p.json", formats.read(Source("p.json", text), format_), facts)


def allow(**elements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **elements}]}


PLAIN = allow(Action="s3:GetObject", Resource="*")
ON_BUCKET = allow(Action="s3:GetObject", Resource="arn:aws:s3:::b/*", Principal="*")
LAMBDA = {"Service": "lambda.amazonaws.com"}

KINDS = [
    (PLAIN, IDENTITY, ""),
    (ON_BUCKET, RESOURCE, "s3:bucket"),
    (allow(Action="kms:*", Resource="*", Principal={"AWS": "1"}), RESOURCE, "kms:key"),
    (allow(Action="sqs:SendMessage", Resource="*", Principal=LAMBDA), RESOURCE, "sqs:queue"),
    (allow(Action="sts:AssumeRole", Principal=LAMBDA), TRUST, ""),
    (
        allow(
            Action=["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], Principal={"Federated": "x"}
        ),
        TRUST,
        "",
    ),
    (allow(NotAction="s3:*", NotPrincipal={"AWS": "1"}), RESOURCE, ""),
]


DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
FOR_ALL = allow(Action="*", Resource="*", Principal="*")
BY_ENDPOINT = allow(
    Action="s3:*",
    Resource="*",
    Principal="*",
    Condition={"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
)

CALLED = [
    ("scps/FullAWSAccess.json", PLAIN, SCP),
    ("org/service-control-policies/a.json", DENY, SCP),
    ("policies/DenyRegionsSCP.json", DENY, SCP),
    ("rcps/full.json", FOR_ALL, RCP),
    ("rcps/bucket.json", allow(Action="*", Resource="*", Principal={"AWS": "1"}), RESOURCE),
    ("iam/permissions-boundary-policy.json", PLAIN, BOUNDARY),
    ("PermissionsBoundary.json", PLAIN, BOUNDARY),
    ("boundaries/part.json", DENY, IDENTITY),  # a part of something: alone it would allow nothing
    ("scps/trust.json", allow(Action="sts:AssumeRole", Principal=LAMBDA), TRUST),
    ("permissions-boundary-admin.json", PLAIN, BOUNDARY),
    ("dev-boundary-admin.json", PLAIN, IDENTITY),
    ("descriptions/scpx.json", PLAIN, IDENTITY),
    ("scps/team/a.json", PLAIN, IDENTITY),
    ("net/s3-vpc-endpoint-policy.json", FOR_ALL, ENDPOINT),
    ("net/EndpointPolicy.json", FOR_ALL, ENDPOINT),
    ("vpce/s3.json", FOR_ALL, ENDPOINT),
    ("endpoints/s3.json", FOR_ALL, ENDPOINT),
    ("vpce-bucket.json", FOR_ALL, RESOURCE),
    ("login-endpoint.json", FOR_ALL, RESOURCE),
    ("bucket-vpc-endpoint.json", BY_ENDPOINT, RESOURCE),
]


@pytest.mark.parametrize(("path", "document", "kind"), CALLED)
def test_what_a_file_is_called_tells_which_of_those_that_look_alike(
    path: str, document: object, kind: str
) -> None:
    reading = carriers.read(path, formats.read(Source(path, json.dumps(document)), formats.JSON))
    assert reading is not None
    assert reading.policies[0].kind == kind


@pytest.mark.parametrize(("document", "kind", "type"), KINDS)
def test_the_shape_tells_the_kind(document: object, kind: str, type: str) -> None:
    reading = read(document)
    assert reading is not None
    (policy,) = reading.policies
    assert (policy.kind, policy.kind_known) == (kind, False)
    if type:
        assert policy.resource_type == type


def test_configuration_tells_the_kind() -> None:
    reading = read(PLAIN, Facts(kind=SCP))
    assert reading is not None
    assert (reading.policies[0].kind, reading.policies[0].kind_known) == (SCP, True)


PRINTED = [
    {"PolicyVersion": {"Document": PLAIN, "VersionId": "v1"}},
    {"RoleName": "r", "PolicyName": "p", "PolicyDocument": PLAIN},
    {"Policy": json.dumps(PLAIN)},
    {"Policy": PLAIN},
    {"Role": {"RoleName": "r", "AssumeRolePolicyDocument": PLAIN}},
    {"Attributes": {"QueueArn": "a", "Policy": json.dumps(PLAIN)}},
    {"ARN": "a", "Name": "n", "ResourcePolicy": json.dumps(PLAIN)},
    {"registryId": "1", "policyText": json.dumps(PLAIN)},
    {"Policy": {"PolicySummary": {}, "Content": json.dumps(PLAIN)}},
    [PLAIN],
]


@pytest.mark.parametrize("printed", PRINTED)
def test_what_the_cli_prints_is_read(printed: object) -> None:
    reading = read(printed)
    assert reading is not None
    (policy,) = reading.policies
    (action,) = policy.statements[0].actions or ()
    assert action.literal == "s3:GetObject"
    assert action.span.outermost.text.strip('\\"') == "s3:GetObject"


def test_several_documents_of_a_list() -> None:
    reading = read([PLAIN, ON_BUCKET, {"name": "x"}])
    assert reading is not None
    assert [p.kind for p in reading.policies] == [IDENTITY, RESOURCE]


BROKEN = [
    {"Version": "2012-10-17"},
    {"Version": "2012-10-17", "Statement": 7},
    {"Version": "2012-10-17", "Statements": [{"Effect": "Allow"}]},
    {"Version": "2012-10-18", "Statement": {"Effect": "Allow", "Action": "*"}},
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    {"Version": "2008-10-17", "Statement": [1, None, []]},
]


@pytest.mark.parametrize("document", BROKEN)
def test_what_is_meant_as_a_policy_is_one(document: object) -> None:
    reading = read(document)
    assert reading is not None
    assert len(reading.policies) == 1


STATEMENT = PLAIN["Statement"][0]
FAULTY: list[Any] = [
    {"Version": "2012-10-18", "Statement": []},
    {"Version": "2012-10-17"},
    {"Version": "2012-10-17", "Statements": [STATEMENT]},
    {"version": "2012-10-17", "statement": [STATEMENT]},
    {"statement": {key.lower(): value for key, value in STATEMENT.items()}},
]


@pytest.mark.parametrize("value", FAULTY)
def test_a_policy_with_a_fault_in_its_outermost_form(value: object) -> None:
    reading = read(value)
    assert reading is not None
    assert len(reading.policies) == 1


NAMED: list[Any] = [
    {},
    [],
    {"Statement": []},
    {"Statement": 3},
    {"Statement": [{"Effect": "Allow"}]},
    STATEMENT,
]


@pytest.mark.parametrize("value", NAMED)
def test_what_may_be_a_policy_is_one_where_somebody_named_the_file(value: object) -> None:
    root = formats.read(Source("policy.json", json.dumps(value)), formats.JSON)
    assert carriers.read("policy.json", root) is None
    reading = carriers.read("policy.json", root, asked=True)
    assert reading is not None
    assert len(reading.policies) == 1


@pytest.mark.parametrize("value", [{}, [], {"name": "x"}, {"Statement": "of facts"}, [1]])
def test_nothing_in_another_file_is_nothing(value: object) -> None:
    root = formats.read(Source("package.json", json.dumps(value)), formats.JSON)
    assert carriers.read("package.json", root, asked=True) is None


@pytest.mark.parametrize("value", [{}, [], 7, "text", {"name": "x"}])
def test_a_configured_kind_makes_anything_a_policy(value: object) -> None:
    root = formats.read(Source("scp.json", json.dumps(value)), formats.JSON)
    reading = carriers.read("scp.json", root, Facts(kind=SCP))
    assert reading is not None
    assert [(p.kind, p.kind_known) for p in reading.policies] == [(SCP, True)]


UPDATE = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}
"""Of a stack policy."""
OTHERS = [
    {"Statement": [UPDATE]},
    {"Statement": {**UPDATE, "Action": ["Update:Replace", "Update:Delete"]}},
    {"StackPolicyBody": {"Statement": [UPDATE]}},
    {"name": "x", "version": "1.0.0", "scripts": {}},
    {"Version": "1.0", "Statement": "hello"},
    {"Statement": [{"Effect": "x"}]},
    {"Statement": []},
    {"Version": 1},
    {"Policy": "none"},
    {"Policy": {"Name": "x"}},
    {"Policy": "{}"},
    {"compilerOptions": {"strict": True}},
    {"PolicyDocument": None},
    [],
    [[PLAIN]],
    "text",
    7,
    None,
    {"Content": "{ a text }"},
]


@pytest.mark.parametrize("value", OTHERS)
def test_anything_else_is_not(value: object) -> None:
    assert read(json.dumps(value)) is None


def test_yaml_too() -> None:
    text = "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: s3:*\n  Resource: '*'\n"
    reading = read(text, format_=formats.YAML)
    assert reading is not None
    assert reading.policies[0].statements[0].allows


def test_a_broken_string_is_a_gap() -> None:
    reading = read({"Policy": '{"Statement": '})
    assert reading is not None
    assert not reading.policies
    assert "JSON" in reading.gaps[0].why


KEYS = st.sampled_from(["Version", "Statement", "Policy", "Effect", "Action", "Principal", "Role"])
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["2012-10-17", "Allow", "*", "{", '{"Statement"']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(VALUES)
def test_no_shape_breaks_the_reader(value: object) -> None:
    reading = read(json.dumps(value))
    for policy in reading.policies if reading is not None else ():
        assert policy.span.outermost.text


def test_a_statement_with_other_actions_besides_is_of_a_policy() -> None:
    mixed = {**UPDATE, "Action": ["Update:Modify", "s3:GetObject"]}
    reading = read(json.dumps({"Statement": [mixed]}))
    assert reading is not None
    assert len(reading.policies) == 1

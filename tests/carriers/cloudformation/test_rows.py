"""What is known of where policies stand in templates is read, row by row, to the last one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint.catalog import catalog
from iamlint.model.policy import RESOURCE

from .reading import read

STATEMENTS = catalog().table("cloudformation_statements")
LOOKALIKES = catalog().table("cloudformation_lookalikes")
KINDS = {
    "trust": "trust",
    "identity-inline": "identity",
    "identity-managed": "identity",
    "managed-ref": "managed-reference",
    "boundary-ref": "boundary-reference",
    "session-managed-ref": "session-reference",
    "membership": "membership",
    "session": "session",
    "resource": "resource",
    "iot": "identity",
    "scp|rcp|tag|backup|…": "scp",
}
"""How the table of places calls what the reader's table calls otherwise."""

LIMITS = ("AWS::Chatbot::SlackChannelConfiguration",)
"""Types whose managed policies limit what sessions may do, and grant nothing."""

LINKS = {
    ("AWS::IAM::InstanceProfile", "Roles[]"),
    ("AWS::Cognito::IdentityPoolRoleAttachment", "Roles"),
    ("AWS::EKS::PodIdentityAssociation", "RoleArn"),
}
"""Who runs with a role: no policy stands there, and none is named."""


def known() -> dict[tuple[str, str], str]:
    """The kinds by type and path of everything that the reader's tables tell of."""
    found = {
        (row["type"], row["path"]): str(row["kind"])
        for row in reversed(catalog().table("cloudformation_policies"))
    }
    found |= {(row["type"], ""): "statement" for row in STATEMENTS}
    found |= {(row["type"], row["path"]): "lookalike" for row in LOOKALIKES}
    return found


PLACES = [row for row in catalog().table("where_policies") if row["platform"] == "cfn"]


@pytest.mark.parametrize("row", PLACES, ids=lambda row: f"{row['type']}-{row['path']}")
def test_every_place_is_in_the_readers_tables(row: dict[str, Any]) -> None:
    place = row["type"], row["path"]
    if row["kind"] == "link":
        assert place in LINKS
    elif row["kind"] == "ram":
        assert known()[place] == "lookalike"
    elif row["type"] in LIMITS:
        assert known()[place] == "session-reference"
    else:
        assert known()[place] == KINDS[row["kind"]]


ON_RESOURCES = [
    (row["id"], *each.partition(" ")[::2])
    for row in catalog().table("resource_policies")
    for each in row.get("cfn", ())
]


@pytest.mark.parametrize(("id", "type", "path"), ON_RESOURCES)
def test_every_resource_policy_is_in_the_readers_tables(id: str, type: str, path: str) -> None:
    kinds = known()
    assert kinds.get((type, path)) or kinds.get((type, "")), id


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row["type"])
def test_every_type_that_is_a_statement_is_read(row: dict[str, Any]) -> None:
    properties = {row["principal"]: "111122223333", row["action"]: "lambda:InvokeFunction"}
    properties |= {row["target"]: "the-target"}
    resource = {"Type": row["type"], "Properties": properties}
    reading = read(json.dumps({"Resources": {"Thing": resource}}))
    (policy,) = reading.policies
    (statement,) = policy.statements
    assert policy.whole
    assert policy.kind == RESOURCE
    assert policy.resource_type == row["resource_type"]
    assert [str(one.value) for one in statement.principals or ()] == ["111122223333"]
    (attachment,) = reading.attachments
    assert [(kind, str(text)) for kind, text in attachment.targets] == [("resource", "the-target")]


@pytest.mark.parametrize("row", LOOKALIKES, ids=lambda row: f"{row['type']}-{row['path']}")
def test_what_only_looks_like_a_policy_is_none(row: dict[str, Any]) -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    value: Any = {"Version": "2012-10-17", "Statement": [statement]}
    for name in reversed(row["path"].split(".")):
        value = {name.removesuffix("[]"): [value] if name.endswith("[]") else value}
    resource = {"Type": row["type"], "Properties": value}
    reading = read(json.dumps({"Resources": {"Thing": resource}}))
    assert not reading.policies
    assert not reading.gaps

"""What is known of where policies and keys stand in plans is read, row by row, to the last one."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from iamlint.catalog import catalog
from iamlint.model.policy import RCP, RESOURCE, SCP

from .plans import attachments, planned, read, resource

Row = dict[str, Any]

POLICIES = catalog().table("terraform_policies")
STATEMENTS = catalog().table("terraform_statements")
LOOKALIKES = catalog().table("terraform_lookalikes")
ENCRYPTION = catalog().table("terraform_encryption")
OTHERS = catalog().table("terraform_keys_of_others")
TYPES = catalog().table("terraform_types")
KINDS = {
    "trust": "trust",
    "identity-inline": "identity",
    "identity-managed": "identity",
    "managed-ref": "managed-reference",
    "boundary-ref": "boundary-reference",
    "membership": "membership",
    "session": "session",
    "resource": "resource",
    "iot": "identity",
    "vpce": "endpoint",
    "kms-grant": "statement",
    "scp|rcp|…": "scp",
}
"""How the table of places calls what the reader's tables call otherwise."""

LINKS = {
    ("aws_iam_instance_profile", "role"),
    ("aws_cognito_identity_pool_roles_attachment", "roles"),
    ("aws_eks_pod_identity_association", "role_arn"),
}
"""Who runs with a role: no policy stands there, and none is named."""

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject"}
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]})
KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def ids(row: Row) -> str:
    return f"{row['type']}-{row.get('path', '')}"


def put(values: Row, path: str, value: Any) -> None:
    """Set what a path leads to, in the first block of each."""
    name, _, rest = path.partition(".")
    if not rest:
        values[name.removesuffix("[]")] = value
        return
    blocks = values.setdefault(name.removesuffix("[]"), [{}])
    put(blocks[0], rest, value)


def of(row: Row, **values: Any) -> Row:
    """A resource of a row's type, called by its first name where the type has one."""
    given = dict(values)
    for known in TYPES:
        if known["type"] == row["type"] and known["names"]:
            put(given, known["names"][0], "thing")
    return resource(f"{row['type']}.x", given)


# the reader's tables have everything that is known


def known() -> dict[tuple[str, str], str]:
    """The kinds by type and path of everything that the reader's tables tell of."""
    found = {(row["type"], row["path"]): str(row["kind"]) for row in POLICIES}
    found |= {(row["type"], ""): "statement" for row in STATEMENTS}
    found |= {(row["type"], row["path"]): "lookalike" for row in LOOKALIKES}
    return found


PLACES = [row for row in catalog().table("where_policies") if row["platform"] == "tf"]


@pytest.mark.parametrize("row", PLACES, ids=ids)
def test_every_place_is_in_the_readers_tables(row: Row) -> None:
    place = row["type"], row["path"]
    kinds = known()
    if row["kind"] == "link":
        assert place in LINKS
    elif row["kind"] == "exclusive":
        assert kinds[place] in {"managed-reference", "lookalike"}
    else:
        assert kinds.get(place, kinds.get((row["type"], ""))) == KINDS[row["kind"]]


ON_RESOURCES = [
    (row["id"], *each.partition(" (")[0].partition(" ")[::2])
    for row in catalog().table("resource_policies")
    for each in row.get("tf", ())
]


@pytest.mark.parametrize(("id", "type", "path"), ON_RESOURCES)
def test_every_resource_policy_is_in_the_readers_tables(id: str, type: str, path: str) -> None:
    kinds = known()
    assert kinds.get((type, path)) or kinds.get((type, "")), id


KEYS = catalog().table("tf_kms_attributes")


@pytest.mark.parametrize("row", KEYS, ids=ids)
def test_every_attribute_that_names_a_key_is_in_one_table(row: Row) -> None:
    place = row["type"], row["path"]
    tables = [{(each["type"], each["path"]) for each in table} for table in (ENCRYPTION, OTHERS)]
    assert [place in table for table in tables].count(True) == 1


def test_every_type_that_a_key_encrypts_is_one_that_is_known() -> None:
    types = {row["type"] for row in TYPES}
    assert [row["type"] for row in ENCRYPTION if row["type"] not in types and "of" not in row] == []


# policies


DOCUMENTS = [
    row
    for row in POLICIES
    if not row["kind"].endswith("-reference") and row["kind"] != "membership"
]
REFERENCES = [row for row in POLICIES if row["kind"].endswith("-reference")]
OWNED = [row for row in DOCUMENTS if row["attach"] == "self"]
ATTACHED = [row for row in POLICIES if isinstance(row["attach"], list) and row["attach"]]


def given(row: Row, value: Any) -> Row:
    """A resource with a value where a row's path leads, and a target for each it attaches to."""
    one = of(row)
    for index, (_, path) in enumerate(row["attach"] if row["attach"] != "self" else ()):
        put(one["values"], path, f"target-{index}")
    put(one["values"], row["path"], value)
    return one


@pytest.mark.parametrize("row", DOCUMENTS, ids=ids)
def test_a_document_is_found(row: Row) -> None:
    reading = read(planned(given(row, DOCUMENT)))
    (policy,) = reading.policies
    assert policy.kind == row["kind"]
    assert policy.form == row.get("form", "")
    assert policy.resource_type == row.get("resource_type", "")
    assert policy.whole
    assert [str(word) for word in policy.statements[0].actions or ()] == ["s3:GetObject"]
    assert policy.address.startswith(f"{row['type']}.x")
    assert not reading.gaps


@pytest.mark.parametrize("row", OWNED, ids=ids)
def test_a_document_in_the_declaration_belongs_to_what_is_declared(row: Row) -> None:
    reading = read(planned(given(row, DOCUMENT)))
    (policy,) = reading.policies
    if row["kind"] == "trust":
        assert reading.identities[0].trust is policy
    elif reading.identities:
        assert reading.identities[0].inline == [policy]
    else:
        (thing,) = reading.resources
        assert thing.policies == [policy]
        assert policy.owner is thing


@pytest.mark.parametrize("row", ATTACHED, ids=ids)
def test_what_stands_beside_names_what_it_is_attached_to(row: Row) -> None:
    value = DOCUMENT if row in DOCUMENTS else MANAGED
    targets = [(kind, f"target-{index}") for index, (kind, _) in enumerate(row["attach"])]
    if row["kind"] == "membership":
        (index,) = (i for i, (_, path) in enumerate(row["attach"]) if path == row["path"])
        value = f"target-{index}"
    reading = read(planned(given(row, value)))
    (attachment,) = attachments(reading, f"{row['type']}.x")
    assert [(kind, str(text)) for kind, text in attachment.targets] == targets
    assert (attachment.policy is not None) == (row in DOCUMENTS)
    if row in REFERENCES:
        assert attachment.reference is not None
        assert str(attachment.reference.arn).endswith(MANAGED)


@pytest.mark.parametrize("row", [r for r in REFERENCES if r["attach"] == "self"], ids=ids)
def test_what_a_declaration_names_belongs_to_it(row: Row) -> None:
    (identity,) = read(planned(given(row, MANAGED))).identities
    boundary = row["kind"] == "boundary-reference"
    found = [identity.boundary] if boundary else identity.managed
    assert [str(each.arn) for each in found if each is not None] == [MANAGED]


@pytest.mark.parametrize("row", [r for r in DOCUMENTS if "grammar" in r], ids=ids)
def test_the_grammar_is_told_by_another_attribute(row: Row) -> None:
    attribute = row["grammar"]["attribute"]
    for value, kind in (("RESOURCE_CONTROL_POLICY", RCP), ("SERVICE_CONTROL_POLICY", SCP)):
        one = of(row, **{attribute: value, row["path"]: DOCUMENT})
        assert [policy.kind for policy in read(planned(one)).policies] == [kind]
    other = of(row, **{attribute: "TAG_POLICY", row["path"]: '{"tags": {}}'})
    assert not read(planned(other)).policies


@pytest.mark.parametrize("row", STATEMENTS, ids=ids)
def test_every_type_that_is_a_statement_is_read(row: Row) -> None:
    values = {row["principal"]: "111122223333", row["action"]: "Invoke", row["target"]: "target-0"}
    (attachment,) = attachments(read(planned(of(row, **values))), f"{row['type']}.x")
    assert [(kind, str(text)) for kind, text in attachment.targets] == [("resource", "target-0")]
    policy = attachment.policy
    assert policy is not None
    assert policy.kind == RESOURCE
    assert policy.resource_type == row["resource_type"]
    (statement,) = policy.statements
    assert [str(one.value) for one in statement.principals or ()] == ["111122223333"]
    assert [str(word) for word in statement.actions or ()] == [
        row.get("action_prefix", "") + "Invoke"
    ]


@pytest.mark.parametrize("row", LOOKALIKES, ids=ids)
def test_what_only_looks_like_a_policy_is_none(row: Row) -> None:
    one = of(row)
    put(one["values"], row["path"], DOCUMENT)
    reading = read(planned(one))
    assert not reading.policies
    assert not reading.gaps


# keys


def encrypted(row: Row) -> Row:
    """A resource of a row's type with its key, and what makes the key count."""
    one = of(row)
    if "of" in row:
        put(one["values"], row["of"], "target-0")
    if "when" in row:
        put(one["values"], row["when"][0], row["when"][1])
    put(one["values"], row["path"], KEY)
    return one


@pytest.mark.parametrize("row", ENCRYPTION, ids=ids)
def test_a_key_is_found_where_it_encrypts_the_resource(row: Row) -> None:
    (thing,) = read(planned(encrypted(row))).resources
    assert KEY in [str(each.key) for each in thing.encryption]
    if "of" in row:
        assert thing.service_type == row["resource_type"]
        assert "target-0" in [str(name) for name in thing.names]


@pytest.mark.parametrize("row", [r for r in ENCRYPTION if "default" in r], ids=ids)
def test_the_key_of_aws_serves_where_none_is_named(row: Row) -> None:
    one = encrypted(row)
    put(one["values"], row["path"], None)
    (thing,) = read(planned(one)).resources
    assert [str(each.key) for each in thing.encryption] == [row["default"]]


@pytest.mark.parametrize("row", [r for r in ENCRYPTION if "when" in r], ids=ids)
def test_a_key_does_not_count_where_another_encryption_is_chosen(row: Row) -> None:
    one = encrypted(row)
    put(one["values"], row["when"][0], "NONE")
    assert not [each for thing in read(planned(one)).resources for each in thing.encryption]


@pytest.mark.parametrize("row", OTHERS, ids=ids)
def test_a_key_of_something_else_is_none_of_the_resource(row: Row) -> None:
    reading = read(planned(encrypted(row)))
    keys = [str(each.key) for thing in reading.resources for each in thing.encryption]
    assert KEY not in keys


# types


@pytest.mark.parametrize("row", TYPES, ids=ids)
def test_a_type_has_an_arn_and_names(row: Row) -> None:
    reading = read(planned(of(row)))
    things = {str(each.arn): [each.name] for each in reading.identities}
    things |= {str(each.arn): list(each.names) for each in reading.resources}
    ((whole, names),) = things.items()
    arn = re.sub(r"\$\{[^}]*\}", "?", whole)
    if not row["arn"].startswith("${own}"):
        assert re.fullmatch(r"arn:\?:[a-z0-9-]+(:[^:]*){2}:.+", arn)
        assert ("thing" in arn) == ("${name" in row["arn"])
    if row["names"]:
        assert str(names[0]) == "thing"

"""Every row of the tables stands in a plan that the real terraform rendered, with what AWS assigns
known and not, and is read from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from iamlint.catalog import catalog

from .plans import MODES, fixture, thing

if TYPE_CHECKING:
    from iamlint.model.things import Attachment, Identity, Reading, Resource
    from iamlint.text.holes import Text

Row = dict[str, Any]

POLICIES = catalog().table("terraform_policies")
STATEMENTS = catalog().table("terraform_statements")
ENCRYPTION = catalog().table("terraform_encryption")
OTHERS = catalog().table("terraform_keys_of_others")
USERS = catalog().table("terraform_role_users")

ATTACHED = [
    row
    for row in POLICIES
    if isinstance(row["attach"], list)
    and row["attach"]
    and row["kind"] != "session-reference"  # told by the example of `dead-under-session`
]
OWNED = [row for row in POLICIES if row["attach"] == "self"]
ALONE = [row for row in POLICIES if row["attach"] == []]


def ids(row: Row) -> str:
    return f"{row['type']}-{row.get('path', '')}"


def is_of(address: str, row: Row) -> bool:
    return address.startswith(f"{row['type']}.")


def kinds_of(row: Row) -> list[str]:
    """The kinds of what a row attaches something to, in order."""
    return [str(kind) for kind, _ in row.get("attach") or [["resource", row.get("target", "")]]]


def found_by(reading: Reading, row: Row, kind: str, name: Text) -> list[Resource | Identity]:
    """What of a kind in the plan is called by a name."""
    if kind == "resource":
        type_ = row["resource_type"]
        return [
            each
            for each in reading.resources
            if type_ in ("", each.service_type) and name in (*each.names, each.arn)
        ]
    wanted = "permission-set" if kind == "boundary" else kind
    return [
        each for each in reading.identities if each.kind == wanted and name in (each.name, each.arn)
    ]


def attached_by(reading: Reading, row: Row) -> list[Attachment]:
    found = [each for each in reading.attachments if is_of(each.address, row)]
    assert found, "the configuration has no resource for the row"
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", [*ATTACHED, *STATEMENTS], ids=ids)
def test_what_stands_beside_leads_to_what_it_is_attached_to(row: Row, mode: str) -> None:
    reading = fixture("row_policies", mode)
    for attachment in attached_by(reading, row):
        if row.get("kind") == "session":  # the configuration names no role there
            assert attachment.targets == []
            continue
        assert [kind for kind, _ in attachment.targets] == kinds_of(row)
        for kind, name in attachment.targets:
            if kind == "organization":
                assert (
                    name == thing(reading, "aws_organizations_organizational_unit.target").names[1]
                )
            else:
                assert found_by(reading, row, kind, name), (row["type"], str(name))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ATTACHED, ids=ids)
def test_what_is_attached_is_the_document_or_the_name(row: Row, mode: str) -> None:
    for attachment in attached_by(fixture("row_policies", mode), row):
        if row["kind"].endswith("-reference"):
            assert attachment.reference is not None
        elif row["kind"] != "membership":
            assert attachment.policy is not None
            assert attachment.policy.kind == row["kind"]
            assert attachment.policy.whole


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", OWNED, ids=ids)
def test_what_stands_in_the_declaration_belongs_to_it(row: Row, mode: str) -> None:
    reading = fixture("row_policies", mode)
    things = [each for each in reading.identities if is_of(each.address, row)]
    if row["kind"] == "trust":
        assert any(each.trust is not None for each in things)
    elif row["kind"] == "boundary-reference":
        assert any(each.boundary is not None for each in things)
    elif row["kind"] == "managed-reference":
        assert any(each.managed for each in things)
    elif things:
        assert any(each.inline for each in things)
    else:
        resources = [each for each in reading.resources if is_of(each.address, row)]
        assert [p.kind for each in resources for p in each.policies] == [row["kind"]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ALONE, ids=ids)
def test_a_document_that_belongs_to_nothing_is_found(row: Row, mode: str) -> None:
    found = [p for p in fixture("row_policies", mode).policies if is_of(p.address, row)]
    assert {p.kind for p in found} == {row["kind"]}
    assert all(p.whole for p in found)


def keys(reading: Reading, row: Row) -> list[str]:
    """The keys of what a row says is encrypted."""
    things = [each for each in reading.resources if is_of(each.address, row)]
    if "of" in row:
        things = [each for each in reading.resources if each.service_type == row["resource_type"]]
    assert things, "the configuration has no resource for the row"
    return [str(each.key) for one in things for each in one.encryption]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ENCRYPTION, ids=ids)
def test_a_key_is_the_one_that_the_reference_leads_to(row: Row, mode: str) -> None:
    reading = fixture("row_keys", mode)
    assert str(thing(reading, "aws_kms_key.k").arn) in keys(reading, row)


ONLY_OTHERS = [row for row in OTHERS if row["type"] not in {each["type"] for each in ENCRYPTION}]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ONLY_OTHERS, ids=ids)
def test_a_key_of_something_else_encrypts_no_resource(row: Row, mode: str) -> None:
    reading = fixture("row_keys", mode)
    things = [each for each in reading.resources if is_of(each.address, row)]
    assert not [each for one in things for each in one.encryption]


def is_of_a_map(row: Row) -> bool:
    """A deferred plan tells the references of a map all together, not of which key each is."""
    return ".configuration." in row["path"]


POOLS = "aws_cognito_identity_pool_roles_attachment"
"""Its roles are a map that a deferred plan does not tell: `tests/estate/test_pools.py`."""
CASES = [
    (row, mode)
    for row in USERS
    for mode in MODES
    if row["type"] != POOLS and (mode == "known" or not is_of_a_map(row))
]


@pytest.mark.parametrize(("row", "mode"), CASES, ids=[f"{ids(row)}-{mode}" for row, mode in CASES])
def test_a_role_is_the_one_that_the_reference_leads_to(row: Row, mode: str) -> None:
    reading = fixture("row_roles", mode)
    (role,) = (each for each in reading.identities if each.kind == "role")
    profile = thing(reading, "aws_iam_instance_profile.p")
    names = (*profile.names, profile.arn) if row.get("profile") else (role.name, role.arn)
    uses = [each for each in reading.role_uses if is_of(each.address, row)]
    assert [
        each
        for each in uses
        if each.role_ref in names and list(each.principals) == row["principals"]
    ]

"""Roles, users, groups, permission sets and what is attached to them."""

from __future__ import annotations

import pytest

from .plans import (
    MODES,
    attachments,
    fixture,
    identity,
    planned,
    policy,
    read,
    resource,
    state,
    texts,
)

LIST = "arn:aws:iam::${AWS::AccountId}:policy/list"


def test_what_a_role_declares_itself() -> None:
    role = identity(fixture("identities"), "aws_iam_role.plain")
    assert role.kind == "role"
    assert str(role.arn) == "arn:aws:iam::${AWS::AccountId}:role/app/plain"
    assert role.trust is not None
    assert role.trust.owner is role
    assert role.trust.address == "aws_iam_role.plain.assume_role_policy"
    assert [p.address for p in role.inline] == ["aws_iam_role.plain.inline_policy[0].policy"]
    assert str(role.inline[0].name) == "own"
    assert [str(m.arn) for m in role.managed] == ["arn:aws:iam::aws:policy/ReadOnlyAccess", LIST]
    assert role.boundary is not None
    assert str(role.boundary.arn) == "arn:aws:iam::aws:policy/PowerUserAccess"


def test_a_prefix_is_kept_of_a_name_that_aws_completes() -> None:
    role = identity(fixture("identities"), "aws_iam_role.prefixed")
    assert str(role.name) == "worker-${aws_iam_role.prefixed}"
    assert role.arn.pieces[-1] == role.name.pieces[-1]


@pytest.mark.parametrize("mode", MODES)
def test_every_form_of_attachment(mode: str) -> None:
    reading = fixture("identities", mode)
    found = {
        (attachment.address, kind)
        for attachment in reading.attachments
        for kind, _ in attachment.targets
        if attachment.reference is not None
    }
    assert found == {
        ("aws_iam_role_policy_attachment.list", "role"),
        ("aws_iam_role_policy_attachment.elsewhere", "role"),
        ("aws_iam_role_policy_attachments_exclusive.only", "role"),
        ("aws_iam_policy_attachment.everybody", "role"),
        ("aws_iam_policy_attachment.everybody", "user"),
        ("aws_iam_policy_attachment.everybody", "group"),
        ("aws_iam_user_policy_attachment.list", "user"),
        ("aws_iam_group_policy_attachment.list", "group"),
    }


def test_references_are_the_arns_that_policies_have() -> None:
    reading = fixture("identities")
    managed = policy(reading, "aws_iam_policy.list")
    assert managed.form == "managed"
    (attachment,) = attachments(reading, "aws_iam_role_policy_attachment.list")
    assert attachment.reference is not None
    assert attachment.reference.arn == managed.arn
    assert attachment.targets[0][1] == identity(reading, "aws_iam_role.prefixed").name
    only = attachments(reading, "aws_iam_role_policy_attachments_exclusive.only")
    assert {str(a.reference.arn) for a in only if a.reference is not None} == {
        LIST,
        "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess",
    }


def test_members_of_groups() -> None:
    for address in ("aws_iam_user_group_membership.ann", "aws_iam_group_membership.staff"):
        (membership,) = attachments(fixture("identities"), address)
        assert [(kind, str(name)) for kind, name in membership.targets] == [
            ("user", "ann"),
            ("group", "staff"),
        ]
        assert membership.policy is None
        assert membership.reference is None


def test_what_is_looked_up_is_not_created_here() -> None:
    role = identity(fixture("identities"), "data.aws_iam_role.elsewhere")
    assert not role.created
    assert str(role.name) == "elsewhere"


def test_what_is_imported_is_not_created_here() -> None:
    change = {"actions": ["no-op"], "importing": {"id": "r"}, "after": {}, "after_unknown": {}}
    role = resource("aws_iam_role.r", {"name": "r"})
    reading = read(planned(role, resource_changes=[role | {"change": change}]))
    assert not identity(reading, "aws_iam_role.r").created


def test_a_trust_policy_that_hides_is_a_gap() -> None:
    reading = fixture("identities")
    assert identity(reading, "aws_iam_role.prefixed").trust is None
    assert [g.address for g in reading.gaps] == ["aws_iam_role.prefixed.assume_role_policy"]
    assert "aws_iam_role.plain.arn" in reading.gaps[0].why


def test_an_inline_policy_that_hides_is_a_gap_of_its_role() -> None:
    role = resource("aws_iam_role.r", {"name": "r", "inline_policy": [{"name": "p"}]})
    change = {"actions": ["create"], "after_unknown": {"inline_policy": [{"policy": True}]}}
    expressions = {"inline_policy": [{"policy": {"references": ["local.p"]}}]}
    plan = planned(role, resource_changes=[role | {"change": change}])
    plan["configuration"] = {
        "root_module": {"resources": [{"address": "aws_iam_role.r", "expressions": expressions}]}
    }
    (hole,) = identity(read(plan), "aws_iam_role.r").gaps
    assert "local.p" in hole.why


TRUST = '{"Version":"2012-10-17","Statement":[]}'
INLINE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'


def test_a_state_tells_twice_what_is_read_once() -> None:
    role = resource(
        "aws_iam_role.r",
        {
            "name": "r",
            "assume_role_policy": TRUST,
            "managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "inline_policy": [{"name": "p", "policy": INLINE}],
        },
    )
    inline = resource("aws_iam_role_policy.p", {"name": "p", "role": "r", "policy": INLINE})
    attached = resource(
        "aws_iam_role_policy_attachment.a",
        {"role": "r", "policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    )
    reading = read(state(role, inline, attached))
    assert not identity(reading, "aws_iam_role.r").inline
    assert not identity(reading, "aws_iam_role.r").managed
    alone = identity(read(state(role)), "aws_iam_role.r")
    assert [str(m.arn) for m in alone.managed] == ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    assert len(alone.inline) == 1


def test_permission_sets() -> None:
    reading = fixture("organization")
    dev = identity(reading, "aws_ssoadmin_permission_set.dev")
    assert dev.kind == "permission-set"
    targets = {
        kind: str(name)
        for attachment in reading.attachments
        if attachment.type.startswith("aws_ssoadmin")
        for kind, name in attachment.targets
    }
    assert targets == {"permission-set": str(dev.arn), "boundary": str(dev.arn)}
    (customer,) = attachments(reading, "aws_ssoadmin_customer_managed_policy_attachment.dev")
    assert customer.reference is not None
    assert str(customer.reference.arn) == "arn:aws:iam::${AWS::AccountId}:policy/dev/team"


def test_guardrails_of_an_organization() -> None:
    reading = fixture("organization")
    assert policy(reading, "aws_organizations_policy.guard").kind == "scp"
    assert policy(reading, "aws_organizations_policy.perimeter").kind == "rcp"
    assert not any("tags" in p.address for p in reading.policies)
    (guard,) = attachments(reading, "aws_organizations_policy_attachment.guard")
    assert guard.reference is not None
    assert guard.reference.arn == policy(reading, "aws_organizations_policy.guard").arn
    assert guard.targets[0][0] == "organization"
    (perimeter,) = attachments(reading, "aws_organizations_policy_attachment.perimeter")
    assert str(perimeter.targets[0][1]) == "111122223333"
    (statement,) = policy(reading, "aws_organizations_policy.guard").statements
    assert texts(statement.resources)[0].endswith("key/${aws_kms_key.k}")

"""What is attached beside a list that is exclusive, and is not on it, does not surely stand."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN
from iamlint.testing import scan_texts

from .plans import FIXTURES, MODES, fixture, planned, read, resource

TAKEN = {
    "aws_iam_role_policy.gone": "aws_iam_role_policies_exclusive.listed",
    "aws_iam_role_policy_attachment.gone": "aws_iam_role_policy_attachments_exclusive.listed",
    "aws_iam_role_policy.beside_own": "aws_iam_role.own",
    "aws_iam_role_policy_attachment.beside_own": "aws_iam_role.own",
    "aws_iam_user_policy_attachment.other": "aws_iam_policy_attachment.all",
}
SQS = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
SNS = "arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess"


@pytest.mark.parametrize("mode", MODES)
def test_what_no_list_names_is_taken_away(mode: str) -> None:
    estate = Estate([fixture("exclusive_rivals", mode)], None, catalog())
    assert {taken.by.address: taken.exclusive.address for taken in estate.taken()} == TAKEN
    assert {taken.confidence for taken in estate.taken()} == {CERTAIN}


def test_it_is_not_surely_granted() -> None:
    estate = Estate([fixture("exclusive_rivals", "known")], None, catalog())
    sure = {
        identity.address: {a.policy.address: a.sure for a in estate.policies_of(identity).attached}
        for identity in estate.identities
    }
    assert sure["aws_iam_role.listed"] == {
        "aws_iam_role_policy.gone": False,
        "aws_iam_role_policy.kept": True,
        "AmazonSQSReadOnlyAccess": False,
        "aws_iam_policy.read": True,
    }
    assert sure["aws_iam_user.one"] == {"aws_iam_policy.all": True}
    assert sure["aws_iam_user.other"] == {"aws_iam_policy.all": False}


def test_without_a_plan() -> None:
    pytest.importorskip("tree_sitter_hcl")
    text = (FIXTURES / "exclusive_rivals" / "main.tf").read_text(encoding="utf-8")
    found = [f for f in scan_texts({"main.tf": text}).findings if f.rule == "overwritten-policy"]
    assert {finding.address for finding in found} == set(TAKEN)


def test_lists_that_are_consistent_take_nothing() -> None:
    for name in ("exclusive", "deprecated"):
        for mode in MODES:
            assert not list(Estate([fixture(name, mode)], None, catalog()).taken())


def test_what_aws_filled_in_is_no_list() -> None:
    """Without a configuration it is not known that a role's `managed_policy_arns` was set."""
    role = resource("aws_iam_role.r", {"name": "r", "managed_policy_arns": [SQS]})
    attached = resource("aws_iam_role_policy_attachment.a", {"role": "r", "policy_arn": SNS})
    assert not read(planned(role, attached)).exclusives


@pytest.mark.parametrize(("listed", "taken"), [([], True), ([SQS], True), ([SNS], False)])
def test_an_empty_list_takes_all(listed: list[str], taken: bool) -> None:
    role = resource("aws_iam_role.r", {"name": "r"})
    attached = resource("aws_iam_role_policy_attachment.a", {"role": "r", "policy_arn": SNS})
    only = resource(
        "aws_iam_role_policy_attachments_exclusive.o", {"role_name": "r", "policy_arns": listed}
    )
    estate = Estate([read(planned(role, attached, only))], None, catalog())
    assert bool(list(estate.taken())) is taken


def test_a_list_that_is_not_known_takes_nothing() -> None:
    change = {
        "address": "aws_iam_role_policy_attachments_exclusive.o",
        "mode": "managed",
        "type": "aws_iam_role_policy_attachments_exclusive",
        "name": "o",
        "change": {
            "actions": ["create"],
            "before": None,
            "after": {"role_name": "r"},
            "after_unknown": {"policy_arns": True},
        },
    }
    role = resource("aws_iam_role.r", {"name": "r"})
    attached = resource("aws_iam_role_policy_attachment.a", {"role": "r", "policy_arn": SNS})
    only = resource("aws_iam_role_policy_attachments_exclusive.o", {"role_name": "r"})
    plan = planned(role, attached, only, resource_changes=[change])
    reading = read(plan)
    assert not reading.exclusives
    assert not list(Estate([reading], None, catalog()).taken())

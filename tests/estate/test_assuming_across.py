"""Roles that are assumed from another account: both sides must allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, UNVERIFIED

from .build import ANY_ACCOUNT, AWAY, HOME, Configured, Stack, allow, trust

if TYPE_CHECKING:
    from iamlint.estate.chaining import Unchained
    from iamlint.estate.onesided import OneSided

TARGET = f"arn:aws:iam::{HOME}:role/target"
CALLER = f"arn:aws:iam::{AWAY}:role/caller"
ROOT = f"arn:aws:iam::{AWAY}:root"
SESSION = f"arn:aws:sts::{AWAY}:assumed-role/caller/session"
ASSUME = "sts:AssumeRole"
OURS, THEIRS = "o-a1b2c3d4e5", "o-z9y8x7w6v5"


class Facts(Configured):
    """Every account is in one organization."""

    def organization(self, path: str) -> str:
        return OURS


def stacks(principal: Any, *granted: object, **more: object) -> tuple[Stack, Stack]:
    """A role at home that trusts somebody, and who may assume it."""
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    target = home.identity("Target", name="target")
    target.trust = trust({"Effect": "Allow", "Principal": principal, "Action": ASSUME, **more})
    away.identity("Caller", *(granted or (allow("logs:PutLogEvents"),)), name="caller")
    return home, away


def estate(*stacks: Stack) -> Estate:
    return Estate([stack.reading for stack in stacks], Facts(), catalog())


def untrusted(*stacks: Stack) -> list[Unchained]:
    return list(estate(*stacks).unchained(ASSUME))


def ungranted(*stacks: Stack) -> list[OneSided]:
    return list(estate(*stacks).refused_by_callers())


def test_a24_both_sides() -> None:
    for principal in ({"AWS": CALLER}, {"AWS": AWAY}, {"AWS": ROOT}, {"AWS": SESSION}, "*"):
        assert untrusted(*stacks(principal, allow(ASSUME, TARGET))) == []
        assert ungranted(*stacks(principal, allow(ASSUME, TARGET))) == []


def test_a24_the_role_trusts_others() -> None:
    for principal in (
        {"AWS": HOME},
        {"AWS": f"arn:aws:iam::{AWAY}:role/other"},
        {"AWS": f"arn:aws:sts::{AWAY}:assumed-role/other/session"},
        {"Service": "ec2.amazonaws.com"},
    ):
        (one,) = untrusted(*stacks(principal, allow(ASSUME, TARGET)))
        assert (one.role.address, one.caller.address) == ("Target", "Caller")
        assert one.confidence == CERTAIN
        assert one.guards == ()


def test_a24_conditions_that_the_caller_never_meets() -> None:
    for operator, key, value in (
        ("StringEquals", "aws:PrincipalOrgID", THEIRS),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", f"{THEIRS}/*"),
        ("StringEquals", "aws:PrincipalAccount", HOME),
        ("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{AWAY}:role/other*"),
    ):
        condition = {operator: {key: value}}
        granted = allow(ASSUME, TARGET)
        (one,) = untrusted(*stacks({"AWS": ROOT}, granted, Condition=condition))
        assert [str(guard.key) for guard in one.guards] == [key]
        assert one.where is one.guards[0]


def test_a24_conditions_that_it_may_meet() -> None:
    for operator, key, value in (
        ("StringEquals", "aws:PrincipalOrgID", OURS),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", f"{OURS}/r-ab12/ou-ab12-11111111/*"),
        ("StringEquals", "sts:ExternalId", "partner"),
        ("Bool", "aws:MultiFactorAuthPresent", "true"),
        ("StringEquals", "aws:PrincipalTag/team", "data"),
        ("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{AWAY}:role/call*"),
    ):
        condition = {operator: {key: value}}
        granted = allow(ASSUME, TARGET)
        assert untrusted(*stacks({"AWS": ROOT}, granted, Condition=condition)) == []


def test_a24_the_caller_may_not() -> None:
    for principal in ({"AWS": CALLER}, {"AWS": SESSION}):
        (one,) = ungranted(*stacks(principal))
        assert (one.identity.address, one.resource.address) == ("Caller", "Target")
        assert (one.actions, one.confidence) == ((ASSUME,), CERTAIN)
        assert one.mended is not None
        assert one.mended.statement["Resource"].literal == TARGET


def test_a24_the_caller_may_assume_another_role() -> None:
    (one,) = ungranted(*stacks({"AWS": CALLER}, allow(ASSUME, f"arn:aws:iam::{HOME}:role/other")))
    assert one.resource.address == "Target"


def test_a24_the_caller_may_by_a_pattern() -> None:
    for pattern in ("*", "arn:aws:iam::*:role/target", f"arn:aws:iam::{HOME}:role/*"):
        assert ungranted(*stacks({"AWS": CALLER}, allow("sts:*", pattern))) == []


def test_a24_a_policy_that_is_not_in_view() -> None:
    home, away = stacks({"AWS": CALLER})
    caller = away.reading.identities[0]
    caller.managed.append(away.reference(f"arn:aws:iam::{AWAY}:policy/assume"))
    assert [one.confidence for one in ungranted(home, away)] == [UNVERIFIED]


def test_a24_an_account_is_not_its_roles() -> None:
    assert ungranted(*stacks({"AWS": ROOT})) == []
    assert ungranted(*stacks("*")) == []


def test_a24_in_one_account_to_be_named_is_enough() -> None:
    home, _ = stacks({"AWS": f"arn:aws:iam::{HOME}:role/caller"})
    home.identity("Caller", allow("logs:PutLogEvents"), name="caller")
    assert ungranted(home) == []


def test_a24_accounts_that_are_not_known() -> None:
    home, away = stacks({"AWS": HOME}, allow(ASSUME, TARGET))
    caller = away.reading.identities[0]
    caller.account = ANY_ACCOUNT
    caller.arn = ANY_ACCOUNT
    assert untrusted(home, away) == []


def test_a24_one_of_several_roles() -> None:
    home, away = stacks({"AWS": HOME}, allow(ASSUME, [TARGET, f"{TARGET}-2"]))
    second = home.identity("Second", name="target-2")
    second.trust = trust({"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": ASSUME})
    assert [one.role.address for one in untrusted(home, away)] == ["Target"]


def test_a24_the_fix_names_the_caller_across_files() -> None:
    (one,) = untrusted(*stacks({"AWS": HOME}, allow(ASSUME, TARGET)))
    assert one.mended is not None
    (statement,) = one.mended.statements  # type: ignore[union-attr]
    assert statement["Principal"]["AWS"].literal == CALLER

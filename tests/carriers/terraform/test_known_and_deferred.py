"""The same configuration, with what AWS assigns known or not, says the same."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from iamlint.carriers.terraform.values import Derived
from iamlint.text.holes import Hole

from .plans import FIXTURES, MODES, NAMES, fixture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.text.holes import Text

HIDDEN = frozenset(
    {"deferred_forms", "encoded", "identities", "overbroad", "placeholders", "through_locals"}
)
"""Configurations with policies of which a deferred plan keeps nothing."""

OTHERWISE = frozenset(
    {
        "alias_target",
        "cross_account",
        "documented",
        "documented_wrong",
        "regions",
        "row_keys",
        "row_policies",
        "row_roles",
    }
)
"""Configurations of which the values that stand in for AWS's are not as AWS's would be: all of one
account and region, a key's ARN an alias.
"""


def fits(text: Text, literal: str) -> bool:
    """The text is the literal, with something in place of each hole."""
    pieces = (".*" if isinstance(piece, Hole) else re.escape(piece) for piece in text.pieces)
    return re.fullmatch("".join(pieces), literal, re.DOTALL) is not None


def matched(words: Iterable[Word], literals: list[str]) -> bool:
    """Each word is another one of the literals, up to holes, and none is left."""
    texts = [word.text for word in words]
    if len(texts) != len(literals):
        return False
    if not texts:
        return True
    first, rest = texts[0], texts[1:]
    return any(
        fits(first, literal) and _matched(rest, literals[:index] + literals[index + 1 :])
        for index, literal in enumerate(literals)
    )


def _matched(texts: list[Text], literals: list[str]) -> bool:
    return not texts or any(
        fits(texts[0], literal) and _matched(texts[1:], literals[:i] + literals[i + 1 :])
        for i, literal in enumerate(literals)
    )


def elements(statement: Statement) -> dict[str, tuple[Word, ...]]:
    """Every element of a statement that holds texts."""
    found = {
        "Action": statement.actions,
        "NotAction": statement.not_actions,
        "Resource": statement.resources,
        "NotResource": statement.not_resources,
        "Effect": (statement.effect,) if statement.effect is not None else None,
        "Sid": (statement.sid,) if statement.sid is not None else None,
    }
    for name, principals in (("P", statement.principals), ("NP", statement.not_principals)):
        for principal in principals or ():
            key = f"{name} {principal.type}"
            found[key] = (*(found.get(key) or ()), principal.value)
    for condition in statement.conditions:
        found[f"{condition.operator} {condition.key}"] = condition.values
    return {name: words for name, words in found.items() if words is not None}


def pairs(name: str) -> list[tuple[Policy, Policy]]:
    """Policies known and deferred, by what they are called and are."""
    known, deferred = (
        {(p.address, p.kind): p for p in fixture(name, mode).policies} for mode in MODES
    )
    assert deferred.keys() <= known.keys()
    if name not in HIDDEN:
        assert deferred.keys() == known.keys()
    return [(known[slot], deferred[slot]) for slot in deferred]


@pytest.mark.parametrize("name", NAMES)
def test_law_statements_are_equal_up_to_holes(name: str) -> None:
    if name in OTHERWISE:
        pytest.skip("the values that stand in for AWS's are others")
    for known, deferred in pairs(name):
        if any(hole.why.endswith("marked sensitive") for hole in deferred.gaps):
            continue
        assert known.whole
        assert len(known.statements) == len(deferred.statements), known.address
        for one, other in zip(known.statements, deferred.statements, strict=True):
            if not other.gaps:
                assert_fits(other, one)
            else:
                assert kinds(one) == kinds(other)


def kinds(statement: Statement) -> set[str]:
    """The elements of a statement; of principals that are not known not even the type is."""
    return {element.partition(" ")[0] for element in elements(statement)}


def assert_fits(partly: Statement, whole: Statement) -> None:
    """The one statement is the other, with something in place of each hole."""
    here, there = elements(whole), elements(partly)
    if not any(condition.key.text.holes for condition in partly.conditions):
        assert here.keys() == there.keys()
    assert len(here) == len(there)
    for element, words in there.items():
        if element in here:
            literals = [str(word) for word in here[element]]
            assert matched(words, literals), (element, words, literals)


def referred(hole: Hole) -> set[str]:
    """What a hole says its value is made of: the starts of addresses."""
    if isinstance(hole, Derived):
        return set(hole.references)
    return {hole.identity.partition("#")[2]}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in OTHERWISE])
def test_law_holes_name_what_the_known_value_is_made_of(name: str) -> None:
    told = values_by_address(name)
    for known, deferred in pairs(name):
        for one, other in zip(known.statements, deferred.statements, strict=True):
            literals = " ".join(str(w) for words in elements(one).values() for w in words)
            for words in elements(other).values():
                for hole in (hole for word in words for hole in word.text.holes):
                    assert hole.why
                    names = referred(hole)
                    if hole.identity == "AWS::AccountId" or "sensitive" in hole.why or not names:
                        continue
                    made = [v for n in names for v in told.get(whole_address(n, told), ())]
                    assert any(v in literals for v in made) or "local." in str(names), hole


def whole_address(name: str, told: dict[str, set[str]]) -> str:
    """The instance of which a reference names an attribute."""
    return max((a for a in told if name.startswith(a) or a.startswith(name)), key=len, default="")


@cache
def values_by_address(name: str) -> dict[str, set[str]]:
    """Every text among the values of each instance of the known plan."""
    plan = json.loads((FIXTURES / name / "plan-known.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    modules = [plan["planned_values"]["root_module"]]
    while modules:
        module = modules.pop()
        modules += module.get("child_modules", [])
        for instance in module.get("resources", []):
            values = instance["values"].values()
            found[instance["address"]] = {v for v in values if isinstance(v, str) and len(v) > 3}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_identities_and_resources_are_the_same(name: str) -> None:
    known, deferred = fixture(name, "known"), fixture(name, "deferred")
    assert [i.address for i in known.identities] == [i.address for i in deferred.identities]
    assert [r.address for r in known.resources] == [r.address for r in deferred.resources]
    for one, other in zip(known.resources, deferred.resources, strict=True):
        if name not in OTHERWISE and other.service_type != "organizations:policy":
            assert fits(other.arn, str(one.arn)), other.address
        assert len(one.encryption) == len(other.encryption), other.address
        assert one.default_policy == other.default_policy


@pytest.mark.parametrize("name", NAMES)
def test_attachments_are_the_same(name: str) -> None:
    known, deferred = fixture(name, "known"), fixture(name, "deferred")
    assert len(known.attachments) == len(deferred.attachments)
    for one, other in zip(known.attachments, deferred.attachments, strict=True):
        assert one.address == other.address
        assert [kind for kind, _ in one.targets] == [kind for kind, _ in other.targets]
        assert (one.policy is None) == (other.policy is None)
        assert (one.reference is None) == (other.reference is None)

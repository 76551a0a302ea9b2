"""Strangers: callers of whom the policies know nothing.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.access.facts import bundled
from iamlint.text.globs import is_glob, match, split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text

from .requesters import CALLER_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.access.context import Values
    from iamlint.model.policy import Statement

    from .facets import ConditionAtom

_ACCOUNT: Final = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)
_ORGANIZATION_PATH: Final = re.compile(r"o-[a-z0-9]+/")


@lru_cache(maxsize=1)
def zone_keys() -> frozenset[str]:
    """Keys that tell where a request comes from, in lower case."""
    return frozenset(row["key"].lower() for row in bundled().table("zone_keys"))


def comes_from_named_place(values: Mapping[str, Values], atoms: Iterable[ConditionAtom]) -> bool:
    """A value says that the request comes from a place which one of the conditions names: an
    organization, an endpoint, an account. No stranger has it.
    """
    zones = zone_keys()
    return any(
        _named(word.text, value)
        for atom in atoms
        if atom.key in zones
        for value in values.get(atom.key, ())
        for word in atom.condition.values
    )


def _named(wanted: Text, value: Text) -> bool:
    literal, found = wanted.literal, value.literal
    if literal is None or found is None:
        return any(hole in wanted.holes for hole in value.holes)
    return match(literal, found) and (not is_glob(literal) or _fixes_owner(literal))


def _fixes_owner(pattern: str) -> bool:
    """The owner stands in it without a wildcard: the account of an ARN, an organization."""
    parts = pattern.split(":", 5)
    if len(parts) == 6 and parts[4] and not is_glob(parts[4]):
        return True
    return _ORGANIZATION_PATH.match(pattern) is not None


def accounts_named(statements: Iterable[Statement]) -> frozenset[str]:
    """Accounts that some statements name, as callers."""
    found: set[str] = set()
    for statement in statements:
        texts = [entry.value.text for entry in statement.principals or ()]
        texts += [entry.value.text for entry in statement.not_principals or ()]
        for condition in statement.conditions:
            if str(condition.key).lower() in CALLER_KEYS:
                texts += [word.text for word in condition.values]
        for text in texts:
            found.update(_ACCOUNT.findall(text.literal or ""))
            found.update(_holes(text))
    return frozenset(found)


def _holes(text: Text) -> Iterable[str]:
    """Accounts that are not known, by what they are called."""
    for part in split(text.pieces, ":", 5)[4:5] or [text.pieces]:
        for token in part:
            if isinstance(token, Hole):
                yield str(Text(token))

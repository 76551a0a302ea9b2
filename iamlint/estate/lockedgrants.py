"""Regions that the condition of a grant names, and in which a lock lets nothing of it through.

The grant is for several regions, and works in the others: what it says of the locked one is never
effective. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .caps import REGION
from .layers import REQUESTED, in_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity

    from . import Estate
    from .caps import Caps
    from .layers import Layer

MEMBERS: Final = ("stringequals", "stringlike", "stringequalsignorecase")


class InVain(NamedTuple):
    """`word` names a region for which the statement grants nothing that `lock` lets through."""

    word: Word
    statement: Statement
    identity: Identity
    lock: Policy


def in_vain(estate: Estate, caps: Caps) -> Iterator[InVain]:
    """In file order: where every identity that has the grant is locked out of the region."""
    found: dict[int, dict[int, InVain]] = {}
    words: dict[int, tuple[Word, Policy]] = {}
    for identity, statement, layer in caps.limited(REGION):
        for word in regions_named(statement):
            words[id(word)] = word, statement.policy
            if is_locked(caps, identity, statement, word, layer):
                lock = next(iter(layer.policies))
                one = InVain(word, statement, identity, lock)
                found.setdefault(id(word), {}).setdefault(id(identity), one)
    for number, by_identity in found.items():
        _, policy = words[number]
        holders = [one for one in estate.holders_of(policy) if one.kind != "group"]
        if all(id(one) in by_identity for one in holders):
            yield next(iter(by_identity.values()))


def is_locked(
    caps: Caps, identity: Identity, statement: Statement, word: Word, layer: Layer
) -> bool:
    """None of its actions gets through in the region, and each does in some."""
    within = in_region(statement, word.literal or "")
    actions = statement.actions or ()
    return bool(actions) and all(
        caps.never(within, action, layer, identity)
        and not caps.never(statement, action, layer, identity)
        for action in actions
    )


def regions_named(statement: Statement) -> Iterator[Word]:
    """The regions that a condition of a grant lists, where there are several."""
    for condition in statement.conditions:
        key = (condition.key.literal or "").lower()
        operator = (condition.operator.literal or "").lower().removesuffix("ifexists")
        if key == REQUESTED and operator in MEMBERS and len(condition.values) > 1:
            yield from (one for one in condition.values if one.literal and not is_glob(one.literal))

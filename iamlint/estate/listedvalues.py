"""Values that the condition of a grant lists beside others, and of which a boundary or service
control policy lets nothing through.

The grant works for the others: what it says of this one is never effective.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
"""

from __future__ import annotations

from itertools import repeat

from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.model.policy import Condition
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .known import keys_of
from .layers import REQUESTED
from .presence import changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from . import Estate
    from .caps import Caps
    from .layers import Layer

MEMBERS: Final = ("stringequals", "stringlike", "stringequalsignorecase", "arnequals", "arnlike")


class ListedValue(NamedTuple):
    """`value` stands in a condition of a grant, and `layer` lets nothing of that through;
    `denying`: the Deny that does it, None where nothing there allows it.
    """

    statement: Statement
    condition: Condition
    value: Word
    identity: Identity
    layer: Layer
    denying: Statement | None

    @property
    def confidence(self) -> str:
        return UNVERIFIED if self.layer.why else LIKELY

    @property
    def reasons(self) -> list[tuple[Placed, str]]:
        if self.denying is not None:
            return [(self.denying, "denied here")]
        return [] if self.layer.bundled else [(self.layer.policies[0], "nothing here allows it")]


def values_cut(estate: Estate, caps: Caps, by: str) -> Iterator[ListedValue]:
    """In file order: where it is so for every identity that has the grant."""
    found: dict[int, ListedValue] = {}
    spared: set[int] = set()
    for identity in (*estate.identities, *(role for role, _ in estate.holders)):
        if identity.kind == "group":
            continue  # its members make the requests
        layers: tuple[Layer, ...] | None = None
        for statement in granted(estate, identity):
            conditions = [one for one in statement.conditions if is_list(one)]
            if conditions and layers is None:
                layers = tuple(caps.layers_by(identity, by))
            for condition in conditions:
                for value, cut in _of(caps, identity, statement, condition, layers or ()):
                    if cut is None:
                        spared.add(id(value))
                    else:
                        found.setdefault(id(value), cut)
    yield from (one for number, one in found.items() if number not in spared)


def granted(estate: Estate, identity: Identity) -> Iterator[Statement]:
    """What is attached to an identity for certain, and was written for it."""
    for attached in estate.policies_of(identity).attached:
        if attached.sure and not attached.bundled and not attached.policy.by_aws:
            for statement in attached.policy.statements:
                if statement.allows and statement.conditions and not statement.gaps:
                    yield statement


def is_list(condition: Condition) -> bool:
    """It holds for any of several values; regions are told of the lock."""
    return (
        len(condition.values) > 1
        and (condition.operator.literal or "").lower() in MEMBERS
        and (condition.key.literal or REQUESTED).lower() != REQUESTED
    )


def tests_of(layer: Layer, key: str) -> list[Condition]:
    """The conditions of a layer that ask for a key."""
    return [
        condition
        for policy in layer.policies
        for statement in policy.statements
        if key in keys_of(statement.conditions)
        for condition in statement.conditions
        if (condition.key.literal or "").lower() == key
    ]


def is_let_through(test: Condition, value: Word) -> bool:
    """The test plainly takes nothing from the value: an Allow lists it, or a Deny spares it. So it
    is for nearly all, of whom nothing more need be asked.
    """
    spares = "not" in (test.operator.literal or "").lower()
    listed = any(one.literal == value.literal for one in test.values)
    return listed and test.statement.denies is spares


def _of(
    caps: Caps,
    identity: Identity,
    statement: Statement,
    condition: Condition,
    layers: tuple[Layer, ...],
) -> Iterator[tuple[Word, ListedValue | None]]:
    """Each value with the first layer that lets nothing of it through; None where it gets
    through, or nothing does whatever the value.
    """
    key = (condition.key.literal or "").lower()
    asking = [(layer, tests) for layer in layers if (tests := tests_of(layer, key))]
    for value in condition.values:
        alone = Condition(statement, condition.operator, condition.key, (value,), condition.when)
        narrowed = changed(
            statement,
            conditions=tuple(alone if one is condition else one for one in statement.conditions),
        )
        cut = None
        for layer, tests in asking if value.literal else ():
            if all(map(is_let_through, tests, repeat(value))):
                continue
            if caps.lets_nothing(narrowed, layer, identity) and not caps.lets_nothing(
                statement, layer, identity
            ):
                denying = caps.denying(narrowed, layer, identity)
                cut = ListedValue(statement, condition, value, identity, layer, denying)
                break
        yield value, cut

"""Condition keys: the rows of one key, and of keys that hang together.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from iamlint.access.context import Context
from iamlint.access.facts import always_present
from iamlint.access.operators import use_of
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .candidates import candidates, moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.access.context import Values
    from iamlint.access.truth import Truth
    from iamlint.catalog import Catalog
    from iamlint.text.node import When

    from .facets import ConditionAtom

CLOCK: Final = frozenset(("aws:currenttime", "aws:epochtime"))
NETWORK: Final = frozenset(
    (
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourcevpcarn",
        "aws:vpcsourceip",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
    )
)
ORGANIZATION: Final = frozenset(("aws:principalorgid", "aws:principalorgpaths"))
GROUPS: Final = (CLOCK, NETWORK, ORGANIZATION)
"""Keys of which one's presence or value says something of another's."""

_MOST: Final = 256
"""Rows of one key or group; with more, the answer is not complete."""


class Cell(NamedTuple):
    """One way of giving a group of keys: what it makes of each atom, and the values given.

    `present`: the keys that are given.
    """

    truths: tuple[Truth, ...]
    values: Mapping[str, Values]
    present: frozenset[str]


class Cells(NamedTuple):
    """The cells of a group. `complete`: there is no other way of making its atoms hold."""

    cells: tuple[Cell, ...]
    complete: bool


@lru_cache(maxsize=1)
def always_there() -> frozenset[str]:
    """Keys that every signed request carries, in lower case."""
    return frozenset(key.lower() for key in always_present())


def group_of(key: str) -> frozenset[str]:
    """The keys that hang together with this one, itself included."""
    return next((group for group in GROUPS if key in group), frozenset((key,)))


@lru_cache(maxsize=8192)
def cells(
    atoms: tuple[ConditionAtom, ...],
    catalog: Catalog,
    absent: frozenset[str] = frozenset(),
    assuming: When = frozenset(),
) -> Cells:
    """The cells of the keys that some atoms of one group test.

    `absent`: keys without value that are taken as variables.
    """
    by_key: dict[str, list[ConditionAtom]] = {}
    for atom in atoms:
        by_key.setdefault(atom.key, []).append(atom)
    clock = _clock(atoms) if CLOCK.issuperset(by_key) else None
    choices, complete = (
        (clock, True) if clock is not None else _independent(by_key, catalog, assuming)
    )
    found: dict[tuple[object, ...], Cell] = {}
    for values in choices:
        given = dict.fromkeys(absent, ()) | dict(values)
        context = Context(given, strict=False)
        truths = tuple(atom.truth(context, assuming) for atom in atoms)
        present = frozenset(key for key, value in values.items() if value)
        found.setdefault((truths, present), Cell(truths, values, present))
        if len(found) > _MOST:
            return Cells(tuple(found.values()), False)
    return Cells(tuple(found.values()), complete)


def _clock(atoms: tuple[ConditionAtom, ...]) -> Iterable[Mapping[str, Values]] | None:
    """Both keys read one clock, and it is always there; None where it is compared as a text."""
    found = moments((atom.condition, atom.reads_variables) for atom in atoms)
    if found is None:
        return None
    return ({"aws:currenttime": (date,), "aws:epochtime": (epoch,)} for date, epoch in found)


def _independent(
    by_key: Mapping[str, list[ConditionAtom]], catalog: Catalog, assuming: When
) -> tuple[Iterable[Mapping[str, Values]], bool]:
    """Keys that go together in any way but the forbidden ones."""
    complete = True
    columns: list[list[tuple[str, Values]]] = []
    for key, atoms in by_key.items():
        values, whole = _values(key, tuple(atoms), catalog, assuming)
        complete = complete and whole
        columns.append([(key, value) for value in values])
    rows = (dict(row) for row in product(*columns))
    return (row for row in rows if _can_be(row)), complete


def _can_be(row: Mapping[str, Values]) -> bool:
    """An address outside is known only of requests that do not come through an endpoint; the
    organization's ID and path are there together.
    """
    given = {key for key, values in row.items() if values}
    if "aws:sourceip" in given and len(given & NETWORK) > 1:
        return False
    return len(ORGANIZATION & row.keys()) < 2 or len(given & ORGANIZATION) != 1


def _values(
    key: str, atoms: tuple[ConditionAtom, ...], catalog: Catalog, assuming: When
) -> tuple[list[Values], bool]:
    """The ways of giving one key, absent among them unless it is always there."""
    known = catalog.condition_key(key)
    found = candidates(
        ((atom.condition, atom.reads_variables) for atom in atoms),
        known.type if known is not None else "",
    )
    singles: list[Values] = [(value,) for value in found.values]
    complete = found.complete
    sets = any(_over_a_set(atom) for atom in atoms)
    if known.multivalued if known is not None else sets:
        singles, whole = _unions(singles, atoms, key, assuming)
        complete = complete and whole
    if key not in always_there():
        singles.append(())
    return singles, complete


def _over_a_set(atom: ConditionAtom) -> bool:
    use = use_of(atom.condition.operator.literal or "")
    return use is not None and bool(use.over)


def _unions(
    singles: list[Values], atoms: tuple[ConditionAtom, ...], key: str, assuming: When
) -> tuple[list[Values], bool]:
    """Sets of values: every way in which `ForAllValues:` and `ForAnyValue:` hold together.

    A set is a union of single values: what holds for all of it holds for each, what for any, for
    one of them. Ways are joined until there is no new one.
    """

    def profile(values: Values) -> tuple[Truth, ...]:
        context = Context({key: values}, strict=False)
        return tuple(atom.truth(context, assuming) for atom in atoms)

    found: dict[tuple[Truth, ...], Values] = {}
    several: dict[tuple[Truth, ...], Values] = {}
    for single in singles:
        found.setdefault(profile(single), single)
    base = list(found.values())
    todo = list(base)
    for values in todo:  # grows while it is walked
        for single in base:
            if single[0] in values:
                continue
            wider = (*values, *single)
            shown = profile(wider)
            if shown not in several:
                several[shown] = wider
                todo.append(wider)
                if len(todo) > _MOST:
                    return [*base, *several.values()], False
    return [*singles, *several.values()], True

"""Actions in classes, and what each may be about.

Actions that the same statements name are one class; in a class only the resource types and the
condition keys tell actions apart, so that one action stands for all that share them.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog.patterns import bits_of
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .domains import ANYTHING, STAR, Domain, domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.catalog import Catalog
    from iamlint.catalog.nouns import Action

    from .facets import Facet


_MANY: Final = 500
"""Actions of a class from which on it is asked of each sort of unit whether the class has it."""


class ActionClass(NamedTuple):
    """Actions that the same statements name: for certain (`sure`) and perhaps (`possible`)."""

    bits: int
    sure: int
    possible: int


class Unit(NamedTuple):
    """An action on one sort of resource, standing for all that behave alike.

    `keys`: the service keys that exist then; None where the catalogue does not tell.
    `assumed`: it is not certain that the action is ever checked on this.
    """

    action: str
    domain: Domain
    keys: frozenset[str] | None
    assumed: bool = False


def classes(facets: Sequence[Facet], among: int) -> Iterator[ActionClass]:
    """The classes of some actions, given as bits."""
    while among:
        lowest = among & -among
        bits, sure, possible = among, 0, 0
        for index, facet in enumerate(facets):
            if facet.possible & lowest:
                possible |= 1 << index
                bits &= facet.possible
            else:
                bits &= ~facet.possible
            if facet.sure is facet.possible:
                sure |= possible & 1 << index
            elif facet.sure & lowest:
                sure |= 1 << index
                bits &= facet.sure
            else:
                bits &= ~facet.sure
        yield ActionClass(bits, sure, possible)
        among &= ~bits


@lru_cache(maxsize=1024)
def units_of(bits: int, catalog: Catalog) -> tuple[Unit, ...]:
    """What the actions of a class may be about; equal units once, those with an ARN first."""
    if bits.bit_count() > _MANY:
        return tuple(_among_all(bits, catalog))
    found: dict[tuple[object, ...], Unit] = {}
    for name in catalog.names_of(bits):
        for unit in units_of_action(name, catalog):
            found.setdefault(unit[1:], unit)
    return tuple(sorted(found.values(), key=_last))


def _among_all(bits: int, catalog: Catalog) -> Iterator[Unit]:
    """Each sort of unit that an action of the class has."""
    names = catalog.names
    for unit, having in _sorts(catalog):
        mine = having & bits
        if mine:
            yield unit._replace(action=names[(mine & -mine).bit_length() - 1])


@lru_cache(maxsize=2)
def _sorts(catalog: Catalog) -> tuple[tuple[Unit, int], ...]:
    """Every sort of unit with the actions that have it, as bits."""
    found: dict[tuple[object, ...], tuple[Unit, list[int]]] = {}
    for index, name in enumerate(catalog.names):
        for unit in units_of_action(name, catalog):
            found.setdefault(unit[1:], (unit, []))[1].append(index)
    every = sorted(found.values(), key=lambda one: _last(one[0]))
    return tuple((unit, bits_of(indices)) for unit, indices in every)


def _last(unit: Unit) -> bool:
    return unit.domain is STAR


@lru_cache(maxsize=32768)
def units_of_action(name: str, catalog: Catalog) -> tuple[Unit, ...]:
    """What one action may be about: each of its resource types, or `*`."""
    action = catalog.action(name)
    if action is None:
        return (Unit(name, ANYTHING, None), Unit(name, STAR, None))
    return tuple(_units(action, catalog))


def _units(action: Action, catalog: Catalog) -> Iterator[Unit]:
    name = action.name
    arns = [(arn, use.keys) for use in action.resources for arn in use.arns]
    for arn, keys in sorted(arns, key=_length):
        yield Unit(name, domain_of(arn, catalog, action.service), folded(action.own_keys | keys))
    own = folded(action.own_keys)
    if action.star != "always":
        for arn in action.arns:
            yield Unit(name, domain_of(arn, catalog, action.service), own)
    if action.star != "never":
        yield Unit(name, STAR, own, assumed=action.star == "unknown")


def _length(arn: tuple[str, frozenset[str]]) -> int:
    return len(arn[0])


@lru_cache(maxsize=4096)
def folded(keys: frozenset[str]) -> frozenset[str]:
    """Key names in lower case."""
    return frozenset(key.lower() for key in keys)

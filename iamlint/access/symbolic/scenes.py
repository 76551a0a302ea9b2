"""The statements that count together, and what is asked of them once for all actions."""

from __future__ import annotations

from functools import cached_property
from itertools import product

from iamlint.access.context import Context
from iamlint.catalog.tagkeys import comes_with_tags
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .keys import always_there, group_of
from .requesters import CALLER_KEYS, implied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.access.callers import Caller
    from iamlint.access.context import Values
    from iamlint.catalog import Catalog
    from iamlint.text.holes import Text

    from .facets import ConditionAtom, Facet, ResourceAtom
    from .rows import Row
    from .worlds import World

RESOURCE_ACCOUNT: Final = "aws:resourceaccount"

_FREE_VARIABLES: Final = 3
"""Variables of which it is tried whether they have a value; with more, all are taken to."""


class Sample(NamedTuple):
    """What a row chooses: of a resource, a caller and context values those it is about."""

    resource: Text | None = None
    caller: Caller | None = None
    values: Mapping[str, Values] = {}


class Dimension(NamedTuple):
    """The rows of a dimension. `complete`: there are no others."""

    rows: tuple[Row, ...]
    complete: bool


class Mode(NamedTuple):
    """Which keys that are taken as variables have a value. `complete`: others need not be tried."""

    absent: frozenset[str]
    present: frozenset[str]
    complete: bool


class Scene:
    """Statements that are alive together, each with its bit, in a world."""

    def __init__(
        self, facets: tuple[tuple[int, Facet], ...], world: World, catalog: Catalog
    ) -> None:
        self.facets = facets
        self.world = world
        self.catalog = catalog

    @cached_property
    def conditions(self) -> tuple[ConditionAtom, ...]:
        found = (atom for _, facet in self.facets for atom in facet.conditions)
        return tuple(dict.fromkeys(found))

    @cached_property
    def resources(self) -> tuple[ResourceAtom, ...]:
        found = (atom for _, facet in self.facets for atom in facet.resources or ())
        return tuple(dict.fromkeys(found))

    @cached_property
    def accounts(self) -> tuple[ConditionAtom, ...]:
        """Conditions on the resource's account, which follows from the resource."""
        return tuple(atom for atom in self.conditions if atom.key == RESOURCE_ACCOUNT)

    @cached_property
    def about_caller(self) -> tuple[ConditionAtom, ...]:
        """Conditions on keys that follow from the caller."""
        return tuple(atom for atom in self.conditions if atom.key in CALLER_KEYS)

    @cached_property
    def groups(self) -> tuple[tuple[ConditionAtom, ...], ...]:
        """All other conditions, those of keys that hang together in one group."""
        found: dict[frozenset[str], list[ConditionAtom]] = {}
        for atom in self.conditions:
            if atom.key not in CALLER_KEYS and atom.key != RESOURCE_ACCOUNT:
                found.setdefault(group_of(atom.key), []).append(atom)
        return tuple(map(tuple, found.values()))

    @cached_property
    def service_keys(self) -> tuple[str, ...]:
        """Condition keys that not every action has."""
        return tuple(
            dict.fromkeys(
                atom.key
                for group in self.groups
                for atom in group
                if not atom.key.startswith("aws:") or comes_with_tags(atom.key)
            )
        )

    @cached_property
    def modes(self) -> tuple[Mode, ...]:
        """Every way in which the keys taken as variables may have a value or none."""
        return tuple(self._modes())

    def _modes(self) -> Iterator[Mode]:
        fixed: set[str] = set()
        missing: set[str] = set()
        free: list[str] = []
        for key in sorted(self._variables):
            presence = self._presence(key)
            if presence is None:
                free.append(key)
            else:
                (fixed if presence else missing).add(key)
        complete = len(free) <= _FREE_VARIABLES
        if not complete:
            fixed.update(free)
            free = []
        for given in product((True, False), repeat=len(free)):
            there = {key for key, yes in zip(free, given, strict=True) if yes}
            yield Mode(frozenset(missing | (set(free) - there)), frozenset(fixed | there), complete)

    @property
    def _variables(self) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for entry in self.resources:
            found |= entry.variables
        for test in self.conditions:
            found |= test.variables
        return found

    def _presence(self, key: str) -> bool | None:
        """Has the key a value that can stand for a variable? None where that is free."""
        known = self.catalog.condition_key(key)
        if known is not None and known.multivalued:
            return False
        if self.world.caller is not None:
            told = implied(self.world.caller).values(key)
            if told is not None:
                return bool(told)
        return True if key in always_there() and not self.world.unsigned else None

    def known(self, mode: Mode) -> Context:
        """What is known of the context before anything is chosen."""
        return known_context(self.world.caller, mode.absent)


def known_context(caller: Caller | None, absent: frozenset[str]) -> Context:
    """The keys that follow from a caller, if there is one, and those that are absent."""
    context = implied(caller).copy() if caller is not None else Context(strict=False)
    for key in absent:
        context.implied(key, None)
    return context

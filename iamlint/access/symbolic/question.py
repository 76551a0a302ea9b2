"""A question over all requests: is there one that makes a formula true?"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.access.presence import there
from iamlint.access.truth import MAYBE, NO, YES, Truth

from .dimensions import Alive, caller_rows, key_rows, resource_rows
from .facets import Facet, facet_of
from .formulas import ALWAYS, NEVER
from .keys import always_there
from .requesters import implied
from .resources import samples
from .search import LIMIT, Outcome, Search
from .units import ActionClass, Unit, classes, units_of, units_of_action
from .witness import confirmed, request_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.access.request import Request
    from iamlint.catalog import Catalog

    from .formulas import Formula
    from .rows import Row
    from .search import Choice
    from .worlds import World

_FREE_VARIABLES: Final = 3
"""Variables of which it is tried whether they have a value; with more, all are taken to."""


class Existence(NamedTuple):
    """YES with a request that the concrete engine confirmed; NO is a proof; MAYBE with the request
    that may be one, if there is one.

    `actions`: the actions of the class that was looked at, as bits of the catalogue.
    """

    truth: Truth
    request: Request | None = None
    actions: int = 0


class Question:
    """One world, asked class by class of its actions."""

    def __init__(self, world: World, catalog: Catalog, limit: int = LIMIT) -> None:
        self.world = world
        self.catalog = catalog
        self.limit = limit
        self.positive, self.negative = world.formula.signs()
        self.facets: list[Facet] = []
        self.alive = self.solid = self.plain = self.unread = 0
        for index, leaf in enumerate(world.leaves):
            bit = 1 << index
            if leaf.statement is None:
                self.unread |= bit
                self.facets.append(_NOTHING)
                continue
            facet = facet_of(leaf.statement, catalog)
            self.facets.append(facet)
            when = leaf.statement.when | leaf.statement.policy.when
            present = there(when, world.assuming).truth if when else YES
            if facet.dead or present is NO:
                continue
            self.alive |= bit
            if leaf.certain and not facet.open and present is YES:
                self.solid |= bit
                if facet.unconditional:
                    self.plain |= bit

    @property
    def actions(self) -> int:
        """Actions for which the formula may be true, as far as statements name them."""
        if self.world.formula.value(0, self.unread) != NEVER:
            return self.catalog.bits("*")
        among = 0
        for index, facet in enumerate(self.facets):
            if self.positive & self.alive & 1 << index:
                among |= facet.possible
        return among

    def answer(self) -> Existence:
        """Is there such a request?"""
        doubt = Existence(NO)
        for found in self.by_class(self.actions):
            if found.truth is YES:
                return found
            if found.truth is MAYBE and (doubt.request is None or doubt.truth is NO):
                doubt = found
        return doubt

    def by_class(self, among: int) -> Iterator[Existence]:
        """The answer for each class of some actions."""
        for one in classes(self.facets, among):
            yield self.of_class(one)

    def of_class(self, one: ActionClass) -> Existence:
        possible = one.possible & self.alive | self.unread
        sure = one.sure & self.solid
        value = self.world.formula.value(sure & self.plain, possible)
        if value == NEVER:
            return Existence(NO, None, one.bits)
        units = self._units(one, possible)
        if value == ALWAYS and self.world.settled is None:
            units = units[:1]
        doubt = Existence(NO, None, one.bits)
        for unit in units:
            found = self.of_unit(unit, sure, possible)
            if found.truth is YES:
                return Existence(YES, found.witness, one.bits)  # type: ignore[arg-type]
            if found.truth is MAYBE and doubt.request is None:
                doubt = Existence(MAYBE, found.witness, one.bits)  # type: ignore[arg-type]
        return doubt

    def _units(self, one: ActionClass, possible: int) -> tuple[Unit, ...]:
        """All units where resources or service keys matter, else those of one action."""
        relevant = possible & (self.positive | self.negative) & ~self.plain
        for index, facet in enumerate(self.facets):
            if relevant & 1 << index and (
                facet.resources is not None
                or any(not a.key.startswith("aws:") or "tag" in a.key for a in facet.conditions)
            ):
                return units_of(one.bits, self.catalog)
        lowest = (one.bits & -one.bits).bit_length() - 1
        return units_of_action(self.catalog.names[lowest], self.catalog)[:1]

    def of_unit(self, unit: Unit, sure: int, possible: int) -> Outcome:
        """The answer for one action on one sort of resource."""
        relevant = possible & (self.positive | self.negative) & ~self.unread
        facets = tuple(
            (1 << index, facet) for index, facet in enumerate(self.facets) if relevant >> index & 1
        )
        world = self.world
        alive = Alive(
            facets, self.catalog, world.caller, world.unsigned, world.bounded, world.assuming
        )
        doubt = Outcome(NO)
        for absent, present, complete in self._modes(alive):
            mode = alive._replace(absent=absent, present=present)
            found = self._in_mode(mode, unit, sure, possible)
            if found.truth is YES:
                return found
            if found.truth is NO and not complete:
                found = Outcome(MAYBE)
            if found.truth is MAYBE and doubt.witness is None:
                doubt = found
        return doubt

    def _modes(self, alive: Alive) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
        """Which of the keys that are taken as variables have a value: every way that can be."""
        fixed: set[str] = set()
        missing: set[str] = set()
        free: list[str] = []
        context = implied(alive.caller) if alive.caller is not None else None
        for key in sorted(alive.variables):
            known = self.catalog.condition_key(key)
            told = context.values(key) if context is not None else None
            if (known is not None and known.multivalued) or told == ():
                missing.add(key)
            elif told or (key in always_there() and not alive.unsigned):
                fixed.add(key)
            else:
                free.append(key)
        complete = len(free) <= _FREE_VARIABLES
        if not complete:
            fixed.update(free)
            free = []
        for given in product((True, False), repeat=len(free)):
            there_ = {key for key, yes in zip(free, given, strict=True) if yes}
            yield (
                frozenset(missing | (set(free) - there_)),
                frozenset(fixed | there_),
                complete,
            )

    def _in_mode(self, alive: Alive, unit: Unit, sure: int, possible: int) -> Outcome:
        dimensions = [resource_rows(alive, unit, self.positive), *key_rows(alive, unit)]
        who = caller_rows(alive)
        if who is not None:
            dimensions.append(who)
        default = samples(unit.domain, (), self.catalog).arns[0]

        def confirm(choice: Choice) -> tuple[Truth, object]:
            request = request_of(unit, default, choice, self.world)
            return confirmed(self.world, request), request

        resources, *others = (dimension.rows for dimension in dimensions)
        doubt = Outcome(NO)
        for formula, rows in self._settled(unit, resources):
            found = Search(formula, confirm, self.limit).find(sure, possible, [rows, *others])
            if found.truth is YES:
                return found
            if found.truth is MAYBE and doubt.witness is None:
                doubt = found
        if doubt.truth is NO and not all(dimension.complete for dimension in dimensions):
            return Outcome(MAYBE)
        return doubt

    def _settled(self, unit: Unit, rows: tuple[Row, ...]) -> Iterable[tuple[Formula, list[Row]]]:
        """The formulas that count, each for the resources it counts for."""
        settle = self.world.settled
        if settle is None:
            return ((self.world.formula, list(rows)),)
        found: dict[Formula, list[Row]] = {}
        for row in rows:
            found.setdefault(settle(unit.action, row.sample.resource), []).append(row)
        return found.items()


_NOTHING: Final = Facet(None, 0, 0, None, False, (), True, False)  # type: ignore[arg-type]

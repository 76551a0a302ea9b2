"""A question over all requests: is there one that makes a formula true?"""

from __future__ import annotations

from iamlint.access.presence import there
from iamlint.access.services import marks, sort_of
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .domains import STAR
from .facets import Facet, facet_of
from .formulas import ALWAYS, NEVER
from .other_rows import available, caller_rows, key_rows
from .resource_rows import entries_of, resource_rows
from .resources import fits_any, samples
from .scenes import Scene
from .search import LIMIT, NONE, Outcome, Search
from .units import ActionClass, Unit, classes, units_of, units_of_action
from .witness import confirmed, request_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.access.request import Request
    from iamlint.catalog import Catalog
    from iamlint.text.globs import Tokens

    from .formulas import Formula
    from .rows import Row
    from .scenes import Dimension, Mode
    from .search import Choice
    from .worlds import World


_FEW: Final = 2
"""Resource patterns of which the combinations are found at once."""


_TRIES: Final = 3
"""Units that are glimpsed at before they are looked at."""


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
        self._settings: dict[int, Setting] = {}

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
        return self.answer_for(self.actions)

    def answer_for(self, among: int) -> Existence:
        """Is there such a request for one of some actions? All classes are glimpsed at before one
        is looked at.
        """
        every: list[ActionClass] = []
        for one in classes(self.facets, among):
            every.append(one)
            found = self._glimpse(one)
            if found is not None:
                return Existence(YES, found, one.bits)
        doubt = Existence(NO)
        for one in every:
            answer = self._look(one)
            if answer.truth is YES:
                return answer
            if answer.truth is MAYBE and doubt.request is None:
                doubt = answer
        return doubt

    def by_class(self, among: int) -> Iterator[Existence]:
        """The answer for each class of some actions."""
        for one in classes(self.facets, among):
            found = self._glimpse(one)
            yield Existence(YES, found, one.bits) if found is not None else self._look(one)

    def on(self, units: Iterable[Unit]) -> Existence:
        """The answer for one action, on some sorts of the resources that it may be about."""
        doubt = Existence(NO)
        for unit in units:
            for one in classes(self.facets, self.catalog.bits(unit.action)):
                possible, sure, value = self._value(one)
                if value == NEVER:
                    continue
                found = self.setting(possible).of_unit(unit, sure, possible)
                if found.truth is YES:
                    return Existence(YES, found.witness, one.bits)
                if found.truth is MAYBE and doubt.request is None:
                    doubt = Existence(MAYBE, found.witness, one.bits)
        return doubt

    def _look(self, one: ActionClass) -> Existence:
        """The answer for a class."""
        possible, sure, value = self._value(one)
        if value == NEVER:
            return Existence(NO, None, one.bits)
        setting = self.setting(possible)
        doubt = Existence(NO, None, one.bits)
        for unit in self._units(one, setting):
            found = setting.of_unit(unit, sure, possible)
            if found.truth is YES:
                return Existence(YES, found.witness, one.bits)
            if found.truth is MAYBE and doubt.request is None:
                doubt = Existence(MAYBE, found.witness, one.bits)
        return doubt

    def _value(self, one: ActionClass) -> tuple[int, int, int]:
        """The statements that possibly and surely name the class, and what the formula is if
        nothing but statements without further conditions is sure.
        """
        possible = one.possible & self.alive | self.unread
        sure = one.sure & self.solid
        return possible, sure, self.world.formula.value(sure & self.plain, possible)

    def _glimpse(self, one: ActionClass) -> Request | None:
        """A request found by looking at what should hold only: what should not is asked of the
        concrete engine. Often enough there is one, and it is cheap to have. None says nothing.
        """
        possible, sure, value = self._value(one)
        if value == NEVER:
            return None
        if value == ALWAYS and self.world.settled is None:
            return self._any(one, sure, possible)
        wanted = possible & self.positive & ~self.negative
        if not wanted or not possible & self.negative & ~self.unread:
            return None
        setting = self.setting(wanted)
        tries = _TRIES
        for unit in self._units(one, setting):
            if setting.fits(unit):
                found = setting.glimpse(unit, wanted & sure, possible)
                tries -= 1
                if found is not None or not tries:
                    return found
        return None

    def _any(self, one: ActionClass, sure: int, possible: int) -> Request | None:
        """A request where neither resource nor context matter."""
        setting = self.setting(possible)
        found = setting.of_unit(self._units(one, setting)[0], sure, possible)
        return found.witness if found.truth is YES else None

    def setting(self, possible: int) -> Setting:
        """The statements that count among some, made once."""
        relevant = possible & (self.positive | self.negative) & ~self.unread
        if relevant not in self._settings:
            self._settings[relevant] = Setting(self, relevant)
        return self._settings[relevant]

    def _units(self, one: ActionClass, setting: Setting) -> tuple[Unit, ...]:
        """All units where resources or service keys matter, else one."""
        scene = setting.scene
        if (
            scene.resources
            or scene.accounts
            or scene.service_keys
            or self.world.settled is not None
        ):
            return units_of(one.bits, self.catalog)
        lowest = (one.bits & -one.bits).bit_length() - 1
        return units_of_action(self.catalog.names[lowest], self.catalog)[:1]


class Setting:
    """The statements that count for some actions, asked for one unit after the other."""

    def __init__(self, question: Question, relevant: int) -> None:
        self.question = question
        self.world = question.world
        self.catalog = question.catalog
        facets = tuple(
            (1 << index, facet)
            for index, facet in enumerate(question.facets)
            if relevant >> index & 1
        )
        self.scene = Scene(facets, question.world, question.catalog)
        self._globs: dict[Mode, tuple[Tokens, ...]] = {}
        self._known: dict[object, Outcome] = {}
        self._others: dict[object, list[Dimension]] = {}

    def of_unit(self, unit: Unit, sure: int, possible: int) -> Outcome:
        """The answer for one action on one sort of resource."""
        doubt = NONE
        for mode in self.scene.modes:
            found = self._in_mode(mode, unit, sure, possible)
            if found.truth is YES:
                return found
            if found.truth is NO and not mode.complete:
                found = Outcome(MAYBE)
            if found.truth is MAYBE and doubt.witness is None:
                doubt = found
        return doubt

    def fits(self, unit: Unit) -> bool:
        """Some resource pattern may match what the unit is about, or there is none."""
        mode = self.scene.modes[0]
        return not self.scene.resources or self._behaviour(unit, mode) in (unit.domain, unit.action)

    def glimpse(self, unit: Unit, sure: int, possible: int) -> Request | None:
        """A request among a few, confirmed; None says nothing."""
        mode = self.scene.modes[0]
        others = self._other_dimensions(mode, self._lacking(unit))
        rows = resource_rows(self.scene, mode, unit, self.question.positive, apart=True)
        found = self._found(unit, sure, possible, rows, others, few=True)
        return found.witness if found.truth is YES else None

    def _in_mode(self, mode: Mode, unit: Unit, sure: int, possible: int) -> Outcome:
        """Units that behave alike are asked once."""
        lacking = self._lacking(unit)
        settled = self.world.settled is not None
        alike = (
            *(mode, lacking, unit.assumed, sure, possible),
            *(self._behaviour(unit, mode), sort_of(unit.action) if settled else 0),
        )
        found = self._known.get(alike)
        if found is None:
            others = self._other_dimensions(mode, lacking)
            found = self._known[alike] = self._searched(mode, unit, sure, possible, others)
        return found

    def _lacking(self, unit: Unit) -> frozenset[str]:
        """Keys that conditions test and the action does not have."""
        return frozenset(
            key for key in self.scene.service_keys if not available(key, unit.keys, self.catalog)
        )

    def _behaviour(self, unit: Unit, mode: Mode) -> object:
        """What the resource patterns can make of the unit's resources; None for nothing at all."""
        if unit.domain is STAR:
            return unit.action if self.scene.resources else STAR
        if mode not in self._globs:
            self._globs[mode] = entries_of(self.scene, mode).globs
        globs = self._globs[mode]
        if globs and fits_any(globs, unit.domain):
            return unit.domain
        if self.world.settled is None:
            return None
        # whose a resource is counts, and hangs on the account in its ARN
        return unit.domain if marks(unit.action) else unit.domain.head[3:4]

    def _other_dimensions(self, mode: Mode, lacking: frozenset[str]) -> list[Dimension]:
        key = mode, lacking
        if key not in self._others:
            scene = self.scene
            found = [key_rows(scene, mode, atoms, lacking) for atoms in scene.groups]
            who = caller_rows(scene, mode)
            self._others[key] = [*found, who] if who is not None else found
        return self._others[key]

    def _searched(
        self, mode: Mode, unit: Unit, sure: int, possible: int, others: list[Dimension]
    ) -> Outcome:
        """The search among all rows; where there are many patterns, first among a few."""
        if unit.domain is not STAR and len(self.scene.resources) > _FEW:
            quick = resource_rows(self.scene, mode, unit, self.question.positive, apart=True)
            found = self._found(unit, sure, possible, quick, others)
            if found.truth is YES:
                return found
        resources = resource_rows(self.scene, mode, unit, self.question.positive)
        found = self._found(unit, sure, possible, resources, others)
        if found.truth is NO and not all(one.complete for one in (resources, *others)):
            return Outcome(MAYBE)
        return found

    def _found(
        self,
        unit: Unit,
        sure: int,
        possible: int,
        resources: Dimension,
        others: list[Dimension],
        *,
        few: bool = False,
    ) -> Outcome:
        default = samples(unit.domain, (), self.catalog).arns[0]

        def confirm(choice: Choice) -> tuple[Truth, Request]:
            request = request_of(unit, default, choice, self.world)
            return confirmed(self.world, request, possible), request

        doubt = NONE
        for formula, rows in self._settled(unit, resources.rows):
            search = Search(formula, confirm, self.question.limit, prune=not few)
            found = search.find(sure, possible, [rows, *(other.rows for other in others)])
            if found.truth is YES:
                return found
            if found.truth is MAYBE and doubt.witness is None:
                doubt = found
        return doubt

    def _settled(
        self, unit: Unit, rows: tuple[Row, ...]
    ) -> Iterable[tuple[Formula, Iterable[Row]]]:
        """The formulas that count, each with the resources it counts for."""
        settle = self.world.settled
        if settle is None:
            return ((self.world.formula, rows),)
        found: dict[Formula, list[Row]] = {}
        for row in rows:
            found.setdefault(settle(unit.action, row.sample.resource), []).append(row)
        return found.items()


_NOTHING: Final = Facet(None, 0, 0, None, False, (), True, False)  # type: ignore[arg-type]

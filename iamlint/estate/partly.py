"""What a boundary or control policy takes of a statement of which it leaves the rest: which actions
wholly, which in part, and a request that shows it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.engine.reaching import listed
from iamlint.access.overlap import alike
from iamlint.access.symbolic.formulas import Not, every
from iamlint.access.symbolic.question import Question
from iamlint.access.symbolic.relations import world_of
from iamlint.access.symbolic.sides import Permissions, Policies
from iamlint.access.symbolic.witness import confirmed
from iamlint.access.symbolic.worlds import conditions_of
from iamlint.access.truth import NO, YES
from iamlint.catalog.patterns import indices_of
from iamlint.finding import CERTAIN, LIKELY
from iamlint.model.policy import BOUNDARY, SCP
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .layers import ANYTHING, action_bits, asked_of, asks_who, looks_at_resources, said
from .presence import changed, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.callers import Caller
    from iamlint.access.request import Request
    from iamlint.access.symbolic.worlds import World
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from .caps import Caps
    from .layers import Bearing, Layer

CAPS: Final = {BOUNDARY: "the permissions boundary", SCP: "a service control policy"}

MOST_ACTIONS: Final = 64
"""Actions of a statement that are looked up one by one."""


class Remainder(NamedTuple):
    """Actions of the catalogue, as bits: those of which nothing is left, those of which some is,
    and all that the statement names; and a request that the statement allows and the layer stops.
    """

    lost: int
    cut: int
    named: int
    request: Request | None


class Partial(NamedTuple):
    """A policy that is effective in part for identities that have it; `cap`: what takes the rest.

    `statements`: those of which something is taken, in file order.
    """

    statements: tuple[Statement, ...]
    identities: tuple[Identity, ...]
    cap: str
    policy: Policy
    place: Placed
    bundled: bool
    confidence: str
    found: Remainder
    catalog: Catalog

    @property
    def who(self) -> str:
        """The identities, for a message: the first, and how many more."""
        more = f" and {len(self.identities) - 1} more" if len(self.identities) > 1 else ""
        return f"{self.identities[0].address}{more}"

    def and_of(self, statement: Statement, identity: Identity, found: Remainder) -> Partial:
        """The same with what is taken of a further statement, or of a further identity. An action
        of which one has something left is taken in part.
        """
        own = self.found
        left = (own.named & ~own.lost) | (found.named & ~found.lost)
        lost, touched = own.lost | found.lost, own.cut | found.cut
        both = Remainder(
            lost & ~left, touched | (lost & left), own.named | found.named, own.request
        )
        again = self.identities[-1] is identity  # they come one after the other
        known = statement in self.statements
        return self._replace(
            statements=self.statements if known else (*self.statements, statement),
            identities=self.identities if again else (*self.identities, identity),
            found=both,
        )

    @property
    def lost(self) -> str:
        """The actions of which nothing is left."""
        return told(self.found.lost, self.catalog)

    @property
    def cut(self) -> str:
        """The actions of which some is left."""
        return told(self.found.cut, self.catalog)

    @property
    def left(self) -> str:
        """The actions that are let through, in part or wholly."""
        return told(self.found.named & ~self.found.lost, self.catalog)

    @property
    def example(self) -> str:
        """A request that the statement allows and the cap stops."""
        request = self.found.request
        if request is None:
            return ""
        given = [
            f"{key} = {value}"
            for key in sorted(request.context.names)
            for value in request.context.values(key) or ()
        ]
        with_them = f" with {', '.join(given[:3])}" if given else ""
        return f"{request.action} on {request.resource}{with_them}"


class Partly:
    """Holds the statements of identities against what limits them, action by action."""

    def __init__(self, caps: Caps, catalog: Catalog) -> None:
        self._caps = caps
        self._catalog = catalog
        self._known: dict[tuple[object, ...], Remainder | None] = {}
        self._stopped_there: dict[tuple[object, ...], bool] = {}

    def partial(self) -> Iterator[Partial]:
        """Policies of which a boundary or SCP takes a part: one for each policy and cap, in file
        order.
        """
        for by, cap in CAPS.items():
            found: dict[tuple[Policy, Policy, str], Partial] = {}
            for identity, statement, layer in self._caps.limited(by):
                caller = self._caps.caller_of(identity) if asks_who(layer) else None
                taken = self._remainder(statement, layer, caller)
                if taken is None:
                    continue
                confidence = CERTAIN if layer.listed or by == BOUNDARY else LIKELY
                slot = statement.policy, layer.policies[0], confidence
                known = found.get(slot)
                if known is not None:
                    found[slot] = known.and_of(statement, identity, taken)
                    continue
                found[slot] = Partial(
                    (statement,),
                    (identity,),
                    cap,
                    layer.policies[0],
                    layer.place,
                    layer.bundled,
                    confidence,
                    taken,
                    self._catalog,
                )
            yield from found.values()

    def _remainder(
        self, statement: Statement, layer: Layer, caller: Caller | None
    ) -> Remainder | None:
        """None where all is left, or nothing, which is said elsewhere, or where that is not
        known.
        """
        question = (layer.policies, caller, *_whole(statement))
        if question not in self._known:
            self._known[question] = self._asked(statement, layer, caller)
        return self._known[question]

    def _asked(self, statement: Statement, layer: Layer, caller: Caller | None) -> Remainder | None:
        named = action_bits(statement, self._catalog)
        reach = self._caps.reach(layer)
        if not named & ~(reach.plain & ~reach.denied):
            return None
        if reach.exact:
            bearing = reach.about(named, statement)
            if bearing.lets_nothing or bearing.lets_all(named, self._catalog):
                return None
            found = self._alike(statement, bearing, layer, caller, named)
            if found is not None:
                return found[0]
            return self._told_once(statement, bearing, layer, caller, named)
        return self._told(statement, layer, caller, named)

    def _told_once(
        self,
        statement: Statement,
        bearing: Bearing,
        layer: Layer,
        caller: Caller | None,
        named: int,
    ) -> Remainder | None:
        question = (bearing.content, caller, *_whole(statement))
        if question not in self._known:
            self._known[question] = self._told(statement, bearing.of(layer), caller, named)
        return self._known[question]

    def _alike(
        self,
        statement: Statement,
        bearing: Bearing,
        layer: Layer,
        caller: Caller | None,
        named: int,
    ) -> tuple[Remainder | None] | None:
        """The answer for the same actions on everything, narrowed to what can be done to the
        statement's own resources. None where the layer looks at resources, or that is no answer.
        """
        keys = [(c.key.literal or "").lower() for s in bearing.statements for c in s.conditions]
        words = statement.resources or ()
        if (
            "" in keys
            or statement.conditions
            or named.bit_count() > MOST_ACTIONS
            or not words
            or any(word.literal is None or word.when or "$" in word.literal for word in words)
            or looks_at_resources(bearing.statements, keys)
        ):
            return None
        everywhere = changed(statement, resources=ANYTHING)
        found = self._told_once(everywhere, bearing, layer, caller, named)
        if found is None:
            return (None,)
        can_match = self._caps.engine.can_match
        there = 0
        for index in indices_of(found.lost | found.cut):
            if any(can_match(self._catalog.names[index], word.text) for word in words):
                there |= 1 << index
        request = self._on_own(statement, bearing, layer, caller, found.request)
        if request is None or not there:
            return None
        return (Remainder(found.lost & there, found.cut & there, named, request),)

    def _on_own(
        self,
        statement: Statement,
        bearing: Bearing,
        layer: Layer,
        caller: Caller | None,
        request: Request | None,
    ) -> Request | None:
        """The request on a resource of the statement, where it is stopped there too."""
        if request is None:
            return None
        for word in statement.resources or ():
            if not self._caps.engine.can_match(request.action, word.text):
                continue
            one = Text((word.literal or "").replace("*", "a").replace("?", "a"))
            moved = request._replace(resource=one, resource_account=None)
            # the layer does not look at resources, and the statement's own name it in any case
            question = (
                *(bearing.content, caller, request, alike(word.literal or "")),
                *(said(statement.actions), statement.when, statement.policy.when),
            )
            stopped = self._stopped_there.get(question)
            if stopped is None:
                world = self._stopped(statement, bearing.of(layer), caller)
                stopped = self._stopped_there[question] = confirmed(world, moved) is YES
            if stopped:
                return moved
        return None

    def _stopped(self, statement: Statement, layer: Layer, caller: Caller | None) -> World:
        alone = Policies((with_statements(statement.policy, (statement,)),))
        sides = (alone, Permissions(layer.situation(), caller))
        return world_of(sides, lambda parts: every(parts[0], Not(parts[1])), frozenset())

    def _told(
        self, statement: Statement, layer: Layer, caller: Caller | None, named: int
    ) -> Remainder | None:
        alone = Policies((with_statements(statement.policy, (statement,)),))
        through = Permissions(layer.situation(), caller)
        if conditions_of([*alone.statements, *through.statements]):
            return None  # it hangs on conditions of a template
        sides = (alone, through)
        stopped = world_of(sides, lambda parts: every(parts[0], Not(parts[1])), frozenset())
        passing = world_of(sides, lambda parts: every(*parts), frozenset())
        gone = touched = 0
        request: Request | None = None
        for one in Question(stopped, self._catalog).by_class(named):
            if one.truth is YES:
                touched |= one.actions
                request = request or one.request
        for one in Question(passing, self._catalog).by_class(touched):
            if one.truth is NO:
                gone |= one.actions
        left = named & ~gone
        if not touched or not left:
            return None
        return Remainder(gone & touched, touched & ~gone, named, request)


def _whole(statement: Statement) -> tuple[object, ...]:
    return (*asked_of(statement), statement.not_actions)


@lru_cache(maxsize=4096)
def told(bits: int, catalog: Catalog) -> str:
    """Actions for a message; of thousands of statements most are about the same ones."""
    return listed(names_of(bits, catalog), 6)


def names_of(bits: int, catalog: Catalog) -> list[str]:
    """Actions by name, those of a whole service as `s3:*`."""
    names: dict[str, list[str]] = {}
    for index in indices_of(bits):
        name = catalog.names[index]
        names.setdefault(name.partition(":")[0], []).append(name)
    found: list[str] = []
    for service, many in names.items():
        whole = catalog.bits(f"{service}:*")
        found.extend([f"{service}:*"] if len(many) > 1 and not whole & ~bits else many)
    return found

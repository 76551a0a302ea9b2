"""What an identity may do in effect: its policies, as far as boundary and control policies let them
through; by service and access level.

This is told by actions alone. Each is allowed on everything, or on what statements name, or under
conditions; a Deny that is about everything and has no conditions takes it away, any other makes it
hang on what the request is. What resource policies give besides is not counted.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Unknown
from iamlint.text.records import NamedTuple

from .asking import whole_level
from .layers import action_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.text.node import When

    from . import Estate

EVERYTHING, NAMED, CONDITIONAL = "everything", "named resources", "conditions"
"""How an action is allowed: on everything, on what is named, or under conditions alone."""
BOUNDARY, SCP = "boundary", "scp"


class Reach(NamedTuple):
    """Actions as bits: `some` may be allowed, `free` of these without conditions, `wide` of these
    on everything.
    """

    some: int
    free: int
    wide: int

    def within(self, other: Reach) -> Reach:
        return Reach(self.some & other.some, self.free & other.free, self.wide & other.wide)

    def scope(self, bits: int) -> str:
        """How far the farthest of these actions reaches; empty where none is allowed."""
        if bits & self.wide:
            return EVERYTHING
        if bits & self.free:
            return NAMED
        return CONDITIONAL if bits & self.some else ""


class Level(NamedTuple):
    """An access level of a service: how many of its actions are allowed, and how far."""

    name: str
    allowed: int
    of: int
    scope: str


class Use(NamedTuple):
    """A service that an identity may use, with the access levels."""

    service: str
    levels: tuple[Level, ...]


class Way(NamedTuple):
    """A set of actions by which an identity can get more rights, all of which it has."""

    actions: tuple[str, ...]
    way: str
    scope: str


class Effective(NamedTuple):
    """What an identity may do. `limited`: what takes away some of what its policies allow.
    `administrator`: everything, on everything. `unknown`: what may allow or limit more and is not
    in view.
    """

    identity: Identity
    uses: tuple[Use, ...]
    limited: tuple[str, ...]
    administrator: bool
    ways: tuple[Way, ...]
    unknown: tuple[str, ...]


class Effects:
    """Works out what identities may do; remembers what each policy says."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._catalog = estate.catalog
        self._all = estate.catalog.bits("*")
        self._said: dict[int, Said] = {}
        self._uses_of: dict[Reach, tuple[Use, ...]] = {}
        self._policies: list[Policy] = []  # kept, so that no other gets its id

    def of(self, identity: Identity) -> Effective:
        """What an identity may do in effect."""
        estate = self._estate
        grants = estate.policies_of(identity)
        own = self._reach((a.policy, a.when, a.sure) for a in grants.attached)
        unknown = [one.why for one in grants.unknown]
        unknown += [
            f"{attached.policy.address} could not be read: {hole.why}"
            for attached in grants.attached
            if isinstance(attached.policy.node, Unknown)
            for hole in attached.policy.gaps
            if hole.why
        ]
        reach, limited = own, []
        for name, cap in self._caps(identity, unknown):
            narrowed = reach.within(cap)
            if narrowed != reach and name not in limited:
                limited.append(name)
            reach = narrowed
        administrator = reach.wide == self._all
        bounded = estate.boundary_of(identity) is not None
        ways = () if administrator else tuple(self._ways(reach, bounded))
        why = tuple(dict.fromkeys(unknown))
        return Effective(identity, self._used(reach), tuple(limited), administrator, ways, why)

    def _used(self, reach: Reach) -> tuple[Use, ...]:
        """The same for all who may do the same: many have the same policies."""
        found = self._uses_of.get(reach)
        if found is None:
            found = self._uses_of[reach] = tuple(self._uses(reach))
        return found

    def _caps(self, identity: Identity, unknown: list[str]) -> Iterator[tuple[str, Reach]]:
        boundary = self._estate.boundary_of(identity)
        if boundary is not None and boundary.attached is not None:
            one = boundary.attached
            yield BOUNDARY, self._reach(((one.policy, one.when, one.sure),))
        elif boundary is not None:
            unknown.append(
                boundary.unknown.why if boundary.unknown else "its boundary is not known"
            )
            yield BOUNDARY, Reach(self._all, 0, 0)
        for level in self._estate.scps_of(identity):
            found = self._reach((policy, policy.when, True) for policy in whole_level(level))
            if not level.sure:  # it may hold for the account or not
                unknown.append(f"whether {level.target} holds for the account is not known")
                found = found._replace(some=self._all)
            yield SCP, found

    def _reach(self, policies: Iterable[tuple[Policy, When, bool]]) -> Reach:
        some = free = wide = cut = narrowed = hindered = 0
        for policy, when, sure in policies:
            said = self._said_by(policy)
            some |= said.some
            if sure and not when:
                free |= said.free
                wide |= said.wide
                cut |= said.cut
            else:
                hindered |= said.cut
            narrowed |= said.narrowed
            hindered |= said.hindered
        free &= ~hindered
        return Reach(some & ~cut, free & ~cut, wide & free & ~narrowed & ~cut)

    def _said_by(self, policy: Policy) -> Said:
        said = self._said.get(id(policy))
        if said is None:
            self._policies.append(policy)
            said = self._said[id(policy)] = Said.of(policy, self._bits)
        return said

    def _bits(self, statement: Statement) -> int:
        return action_bits(statement, self._catalog)

    def _uses(self, reach: Reach) -> Iterator[Use]:
        for service, levels in self._levels:
            found = tuple(
                Level(name, (bits & reach.some).bit_count(), bits.bit_count(), reach.scope(bits))
                for name, bits in levels
                if bits & reach.some
            )
            if found:
                yield Use(service, found)

    @cached_property
    def _levels(self) -> list[tuple[str, list[tuple[str, int]]]]:
        return [
            (service, sorted(self._catalog.levels_of(service).items()))
            for service in sorted(self._catalog.services)
        ]

    @cached_property
    def _sets(self) -> list[tuple[tuple[str, ...], str, list[int]]]:
        return [
            (tuple(row["actions"]), row["way"], [self._catalog.bits(a) for a in row["actions"]])
            for row in self._catalog.table("escalation_sets")
        ]

    def _ways(self, reach: Reach, bounded: bool) -> Iterator[Way]:
        for actions, way, bits in self._sets:
            if way == BOUNDARY and not bounded:
                continue
            scopes = [reach.scope(one) for one in bits]
            if all(scopes):
                narrowest = max(scopes, key=(EVERYTHING, NAMED, CONDITIONAL).index)
                yield Way(actions, way, narrowest)


class Said(NamedTuple):
    """What one policy says of actions: those that it allows, denies for good, denies on some
    resources (`narrowed`), and denies under conditions (`hindered`).
    """

    some: int
    free: int
    wide: int
    cut: int
    narrowed: int
    hindered: int

    @classmethod
    def of(cls, policy: Policy, bits_of: Callable[[Statement], int]) -> Said:
        some = free = wide = cut = narrowed = hindered = 0
        for statement in policy.statements:
            bits = bits_of(statement)
            plain = not (statement.conditions or statement.gaps or statement.when)
            everything = any(word.literal == "*" for word in statement.resources or ())
            if statement.allows:
                some |= bits
                free |= bits if plain else 0
                wide |= bits if plain and everything else 0
            elif statement.denies and plain and everything:
                cut |= bits
            elif statement.denies and plain:
                narrowed |= bits
            elif statement.denies:
                hindered |= bits
        return cls(some, free, wide, cut, narrowed, hindered)

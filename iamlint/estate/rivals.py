"""Two documents that claim one resource, and two declarations that claim one name.

A bucket has one policy: of two that are written for it the one that is deployed last stands. Across
files it is not certain that both are deployed.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, TypeVar
from iamlint.text.records import NamedTuple

from . import names
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, Reading, Resource
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate

T = TypeVar("T", "Claim", "Identity | Resource")

STATEMENT = "statement"
"""The form of a policy that is one statement among others, which adds to what is there."""


class Claim(NamedTuple):
    """A policy that is declared to be that of a resource: where, and under which conditions."""

    policy: Policy
    place: Placed
    address: str
    reading: Reading | None
    when: When


class Rivals(NamedTuple):
    """Policies of which a resource can have one only.

    `resource`: in view, or None where only the `target` that names it is known. `claims`: two or
    more of them, in file order. `confidence`: that they are deployed to one and the same resource.
    """

    resource: Resource | None
    target: Text
    claims: tuple[Claim, ...]
    confidence: str


class Doubles(NamedTuple):
    """Declarations that create things of one name, of which there can be one only."""

    name: Text
    things: tuple[Identity | Resource, ...]
    confidence: str


class Contests:
    """Finds what is claimed twice."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def _single(self) -> frozenset[str]:
        """Resource types that have one policy document."""
        return frozenset(row["type"] for row in self._estate.catalog.table("single_policies"))

    def rivals(self) -> Iterator[Rivals]:
        """Resources for which several policies are declared."""
        for (target, _), (resource, claims) in self._claimed.items():
            rivals = tuple(dict.fromkeys(contending(claims)))
            if rivals:
                of = resource.arn if resource is not None else target
                yield Rivals(resource, of, rivals, sureness(claim.reading for claim in rivals))

    @cached_property
    def _claimed(self) -> dict[tuple[Text, int], tuple[Resource | None, list[Claim]]]:
        """Claims by what they are about: a resource in view, else a text in one file."""
        found: dict[tuple[Text, int], tuple[Resource | None, list[Claim]]] = {}
        for resource in self._estate.resources:
            if resource.service_type in self._single:
                for own in resource.policies:
                    claim = Claim(own, own, own.address, resource.reading, own.when)
                    slot = found.setdefault((resource.arn, id(resource)), (resource, []))
                    slot[1].append(claim)
        for reading in self._estate.readings:
            for attachment in reading.attachments:
                policy = attachment.policy
                if policy is None or policy.form == STATEMENT:
                    continue
                if policy.resource_type not in self._single:
                    continue
                claim = Claim(policy, attachment, attachment.address, reading, attachment.when)
                for kind, text in attachment.targets:
                    if kind == "resource":
                        key, of = self._about(text, reading, policy.resource_type)
                        found.setdefault(key, (of, []))[1].append(claim)
        return found

    def _about(
        self, text: Text, reading: Reading, kind: str
    ) -> tuple[tuple[Text, int], Resource | None]:
        found, sure = self._estate.resources_named(text, reading, kind)
        if len(found) == 1 and sure and found[0].created:
            return (found[0].arn, id(found[0])), found[0]
        return (text, id(reading)), None

    def doubles(self) -> Iterator[Doubles]:
        """Things of one type, account and name that several declarations create."""
        for things in self._by_arn.values():
            several = tuple(dict.fromkeys(contending(things)))
            if several:
                yield Doubles(several[0].arn, several, sureness(t.reading for t in several))

    @cached_property
    def _by_arn(self) -> dict[Text, list[Identity | Resource]]:
        """What is created under a name that the file gives, by ARN."""
        found: dict[Text, list[Identity | Resource]] = {}
        things: list[Identity | Resource] = [*self._estate.identities, *self._estate.resources]
        for thing in things:
            parts = names.segments(thing.arn)
            if thing.created and parts is not None and parts[5].literal:
                key = names.tail(thing.arn) or thing.arn
                found.setdefault(key, []).append(thing)
        return found


def contending(claims: Iterable[T]) -> Iterator[T]:
    """Those that may be deployed together with another."""
    several = list(claims)
    for index, one in enumerate(several):
        for other in several[index + 1 : index + MANY]:
            if possible(one.when | other.when):
                yield one
                yield other


MANY = 16
"""Claims that are held against one another."""


def sureness(readings: Iterable[Reading | None]) -> str:
    """That what several files declare is deployed side by side: certain in one file, likely in
    files that are known to belong to one account.
    """
    files = [reading for reading in dict.fromkeys(readings) if reading is not None]
    if len(files) == 1:
        return CERTAIN
    accounts = {reading.account for reading in files}
    known = len(accounts) == 1 and next(iter(accounts)).literal is not None
    return LIKELY if known else UNVERIFIED

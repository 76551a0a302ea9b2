"""Tags that are demanded of what an identity creates, and that it may not give.

A call that creates something with tags is authorised for tagging too. Where a condition of the very
grant, a boundary or a service control policy lets nothing be created without tags, whoever may not
tag creates nothing.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain

from iamlint.access.request import Situation
from iamlint.access.symbolic.sides import Permissions, Policies
from iamlint.access.symbolic.units import units_of_action
from iamlint.access.truth import NO, YES
from iamlint.catalog.patterns import indices_of
from iamlint.catalog.tagkeys import REQUEST_TAG, comes_with_tags
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.model.policy import Condition
from iamlint.rule import AddItem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .asking import whole_level
from .jointly import is_told, let_through, refusing, units_on, within_reach
from .layers import ANYTHING, action_bits, is_plain, word_of
from .presence import changed, standing, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.access.symbolic.units import Unit
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity

    from . import Estate
    from .joined import Unknown


class Demanded(NamedTuple):
    """An identity may create things only with tags, and may not tag them.

    `actions`: those that create, of which `word` names the first; `tagging` is what it lacks, by
    any of its names;
    `asking`: the conditions that demand tags.
    """

    identity: Identity
    actions: tuple[str, ...]
    tagging: tuple[str, ...]
    word: Word
    statement: Statement
    asking: tuple[Condition, ...]
    confidence: str
    unknown: tuple[Unknown, ...]

    @property
    def mended(self) -> AddItem | None:
        """The tagging action beside the one that creates, where all that stands there fits both."""
        if self.statement.conditions or self.statement.actions is None:
            return None
        tagging = self.tagging[0]
        return AddItem(self.statement, "Action", (tagging,), f"allow {tagging}")


def together(every: Iterable[Demanded]) -> Iterator[Demanded]:
    """What lacks the same, said once."""
    found: dict[tuple[tuple[str, ...], str], Demanded] = {}
    for one in every:
        slot = one.tagging, one.confidence
        first = found.get(slot)
        if first is None:
            found[slot] = one
        else:
            asking = tuple(dict.fromkeys((*first.asking, *one.asking)))
            found[slot] = first._replace(actions=(*first.actions, *one.actions), asking=asking)
    yield from found.values()


class Tags:
    """Asks of identities whether they may give the tags that are demanded of them."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._catalog = estate.catalog

    def demanded(self) -> Iterator[Demanded]:
        """By identity and what it lacks, in file order."""
        for identity in self._estate.identities:
            if identity.kind != "group":  # its members are asked
                yield from together(self._of(identity))

    def _of(self, identity: Identity) -> Iterator[Demanded]:
        attached = self._estate.policies_of(identity).attached
        held = standing(attached)
        layers = self._layers(identity)
        if not any(map(asks_anywhere, (*held, *_flat(layers)))):
            return  # before the facts of all services are read
        policies = within_reach(self._estate, identity, held, self._creating)
        asking = [s for p in (*policies, *_flat(layers)) for s in p.statements if asks_tags(s)]
        if not asking:
            return
        bits = self._bits(asking) & self._creating & self._bits(allowing(policies))
        tagged = self._bits(s for s in allowing(policies) if is_plain(s))
        for index in indices_of(bits):
            action = self._catalog.names[index]
            tagging = self._tagging[action]
            places = list(self._places(identity, action))
            if not places or any(self._catalog.bits(one) & tagged for one in tagging):
                continue
            if self._is_forwarded(places[0][0]):
                continue  # a service makes the call for the caller, and may tag by itself
            stuck = self._stuck(policies, layers, action, tagging, asking)
            if stuck is not None:
                about = self._catalog.bits(action) | self._catalog.bits(tagging[0])
                if is_told(self._estate, identity, held, about):
                    continue
                made = (one for one in places if self._makes(one[0], stuck))
                statement, word = next(made, places[0])
                conditions = tuple(
                    condition
                    for one in asking
                    if action_bits(one, self._catalog) & 1 << index
                    for condition in one.conditions
                    if is_of_tags(condition)
                )
                reasons = self._estate.complete(identity).reasons
                confidence = UNVERIFIED if reasons else LIKELY
                yield Demanded(
                    *(identity, (action,), tagging, word, statement, conditions),
                    *(confidence, tuple(reasons)),
                )

    def _layers(self, identity: Identity) -> list[tuple[Policy, ...]]:
        """What limits it for certain."""
        boundary = self._estate.boundary_of(identity)
        found = [standing((boundary.attached,))] if boundary and boundary.attached else []
        levels = self._estate.scps_of(identity)
        return [*found, *(whole_level(one) for one in levels if one.sure)]

    def _stuck(
        self,
        policies: tuple[Policy, ...],
        layers: list[tuple[Policy, ...]],
        action: str,
        tagging: tuple[str, ...],
        asking: list[Statement],
    ) -> Unit | None:
        """What each call makes, is made only with tags, and is never given any."""
        limits = tuple(layers)
        free = Permissions(Situation(identity=policies, boundaries=(), scps=limits))
        bare = Permissions(Situation((*policies, without_tags(asking)), boundaries=(), scps=limits))
        for unit in self._made(action):
            if let_through((free,), [unit], self._catalog) is not YES:
                continue
            if let_through((bare,), [unit], self._catalog) is not NO:
                continue
            if all(self._never_tags(policies, unit, one) for one in tagging):
                return unit
        return None

    def _makes(self, statement: Statement, made: Unit) -> bool:
        """A statement allows to create what is created, and not only what that takes besides."""
        return let_through((Policies(alone([statement])),), [made], self._catalog) is YES

    def _made(self, action: str) -> list[Unit]:
        """Types of resources that each call for an action has, and of which tags are told."""
        known = self._catalog.action(action)
        types = [use.type for use in known.resources if use.required] if known else []
        types += [one for one in usually_made(self._catalog, action) if one not in types]
        units = units_on(action, types, self._catalog)
        return [unit for unit in units if carries_tags(unit)]

    def _never_tags(self, policies: tuple[Policy, ...], made: Unit, tagging: str) -> bool:
        """No Allow lets what is created be tagged in the call that creates it."""
        units = units_of_action(tagging, self._catalog)
        same = [unit for unit in units if unit.domain == made.domain]
        given = allowing(policies)
        if not same:  # the reference has the two actions name the resource otherwise
            given = [changed(one, resources=ANYTHING, not_resources=None) for one in given]
            same = list(units)
        named = [one for one in given if self._names(one, made.action)]
        asked = alone(self._as_tagging(one, made.action, tagging, same) for one in named)
        allows = alone(given)
        return let_through((Policies(asked), Policies(allows)), same, self._catalog) is NO

    def _as_tagging(
        self, statement: Statement, action: str, tagging: str, units: list[Unit]
    ) -> Statement:
        """What a statement allows to create, as the call in which it is tagged."""
        kept = [c for c in statement.conditions if is_of_tags(c)] if all_carry(units) else []
        service, _, name = action.partition(":")
        cause = f"{service}:CreateAction"
        if all(cause.lower() in (unit.keys or ()) for unit in units):
            words = [word_of(text) for text in ("StringEquals", cause, name)]
            kept.append(Condition(statement, words[0], words[1], (words[2],)))
        word = word_of(tagging)
        return changed(statement, actions=(word,), not_actions=None, conditions=tuple(kept))

    def _is_forwarded(self, statement: Statement) -> bool:
        """It is about calls that services make on behalf of the caller."""
        return any((c.key.literal or "").lower() in self._forwarded for c in statement.conditions)

    @cached_property
    def _forwarded(self) -> frozenset[str]:
        rows = self._catalog.table("keys_of_forwarded_calls")
        return frozenset(row["key"].lower() for row in rows)

    def _names(self, statement: Statement, action: str) -> bool:
        return bool(action_bits(statement, self._catalog) & self._catalog.bits(action))

    def _bits(self, statements: Iterable[Statement]) -> int:
        found = 0
        for statement in statements:
            found |= action_bits(statement, self._catalog)
        return found

    def _places(self, identity: Identity, action: str) -> Iterator[tuple[Statement, Word]]:
        """The statements of policies in view that allow the action, each with the word by which it
        does.
        """
        bits = self._catalog.bits(action)
        for attached in self._estate.policies_of(identity).attached:
            if not attached.sure or attached.bundled or attached.policy.by_aws:
                continue
            for statement in attached.policy.statements:
                for word in statement.actions or () if statement.allows else ():
                    if word.literal and self._catalog.bits(word.literal) & bits:
                        yield statement, word
                        break

    @property
    def _tagging(self) -> Mapping[str, tuple[str, ...]]:
        return tagging(self._catalog)

    @property
    def _creating(self) -> int:
        return creating(self._catalog)


@lru_cache(maxsize=8)
def tagging(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """By what a call with tags is authorised besides, for each action that creates."""
    found: dict[str, tuple[str, ...]] = {}
    tables = map(catalog.table, ("tagged_types", "tagged_calls"))
    for row in chain.from_iterable(tables):
        known = catalog.action(row["action"])
        if known is not None:
            others = found.get(known.name, ())
            found[known.name] = tuple(dict.fromkeys((*others, *row["tags"])))
    return found


@lru_cache(maxsize=64)
def usually_made(catalog: Catalog, action: str) -> tuple[str, ...]:
    """What nearly every call for an action makes besides and may tag, as a launch does volumes."""
    return tuple(
        one
        for row in catalog.table("joint_resources")
        if row["action"] == action
        for several in row["usual"]
        if len(several) == 1
        for one in several
        if one in row["tagged"]
    )


@lru_cache(maxsize=8)
def creating(catalog: Catalog) -> int:
    """The actions that create something with tags, as bits."""
    bits = 0
    for action in tagging(catalog):
        bits |= catalog.bits(action)
    return bits


def _flat(layers: list[tuple[Policy, ...]]) -> tuple[Policy, ...]:
    return tuple(policy for layer in layers for policy in layer)


def allowing(policies: tuple[Policy, ...]) -> list[Statement]:
    return [s for policy in policies for s in policy.statements if s.allows]


def alone(statements: Iterable[Statement]) -> tuple[Policy, ...]:
    """Each statement as a policy of its own."""
    return tuple(with_statements(one.policy, (one,)) for one in statements)


def is_of_tags(condition: Condition) -> bool:
    """It asks for tags in the request."""
    return comes_with_tags((condition.key.literal or "").lower())


def asks_tags(statement: Statement) -> bool:
    return any(map(is_of_tags, statement.conditions))


@lru_cache(maxsize=16384)
def asks_anywhere(policy: Policy) -> bool:
    """Some statement asks for tags in the request."""
    return any(map(asks_tags, policy.statements))


def carries_tags(unit: Unit) -> bool:
    """The catalogue tells that requests bring tags."""
    return any(key.startswith(REQUEST_TAG) for key in unit.keys or ())


def all_carry(units: list[Unit]) -> bool:
    return all(map(carries_tags, units))


def without_tags(asking: list[Statement]) -> Policy:
    """A Deny of every request that brings one of the tags that statements ask for."""
    conditions = [c for statement in asking for c in statement.conditions if is_of_tags(c)]
    return refusing({*(c.key.literal or "" for c in conditions), "aws:TagKeys"})

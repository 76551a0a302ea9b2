"""One layer of policies against a request: does it allow, does it deny, and by which statements?"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .request import (
    BOUNDARY_LAYER,
    ENDPOINT_LAYER,
    IDENTITY_LAYER,
    RCP_LAYER,
    RESOURCE_LAYER,
    SCP_LAYER,
    SESSION_LAYER,
)
from .statements import ALLOW, DENY, Hit, applies_by_way, effect_is, hits, unread
from .truth import FAILS, HOLDS, MAYBE, NO, Answer, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.model.policy import Policy

    from .request import Request, Situation


class Layer(NamedTuple):
    """What a layer says. `allow` is a YES for a layer that is not there and so does not limit."""

    name: str
    allow: Answer = HOLDS
    deny: Answer = FAILS
    allowing: tuple[Hit, ...] = ()
    denying: tuple[Hit, ...] = ()


class ResourceLayer(NamedTuple):
    """What the policies on a resource say: their Allow by the way in which the caller is named."""

    ways: dict[str, Answer]
    deny: Answer
    allowing: dict[str, tuple[Hit, ...]]
    denying: tuple[Hit, ...]

    @property
    def any_way(self) -> Answer:
        return any_of(self.ways.values())


NOTHING_ON_RESOURCE: Final = ResourceLayer({}, FAILS, {}, ())


def layer(
    name: str,
    policies: Sequence[Policy],
    request: Request,
    situation: Situation,
    *,
    bounded: bool = False,
) -> Layer:
    """The policies together: one Allow is enough, one Deny too."""
    assuming = situation.assuming
    allowing = tuple(hits(policies, ALLOW, request, assuming=assuming, bounded=bounded))
    denying = tuple(hits(policies, DENY, request, assuming=assuming, bounded=bounded))
    hidden = unread(policies) | _unseen(name, situation)
    return Layer(name, _any(allowing) | hidden, _any(denying) | hidden, allowing, denying)


def _any(found: Iterable[Hit]) -> Answer:
    return any_of(hit.answer for hit in found)


def _unseen(name: str, situation: Situation) -> Answer:
    doubt = situation.unseen.get(name)
    return Answer(MAYBE, (doubt,)) if doubt is not None else FAILS


def each(
    name: str, sets: Iterable[Sequence[Policy]], request: Request, situation: Situation
) -> Layer:
    """Several sets of policies, each of which must allow; a Deny in any is enough."""
    hidden = _unseen(name, situation)
    found = Layer(name, HOLDS if hidden.truth is NO else hidden, hidden)
    for policies in sets:
        one = layer(name, policies, request, situation._replace(unseen={}))
        found = Layer(
            name,
            found.allow & one.allow,
            found.deny | one.deny,
            found.allowing + one.allowing,
            found.denying + one.denying,
        )
    return found


def boundary_layer(request: Request, situation: Situation) -> Layer:
    sets = [(policy,) for policy in situation.boundaries]
    return each(BOUNDARY_LAYER, sets, request, situation)


def session_layer(request: Request, situation: Situation) -> Layer:
    if not situation.session:
        return each(SESSION_LAYER, (), request, situation)
    return layer(SESSION_LAYER, situation.session, request, situation)


def scp_layer(request: Request, situation: Situation) -> Layer:
    return each(SCP_LAYER, situation.scps or (), request, situation)


def rcp_layer(request: Request, situation: Situation) -> Layer:
    """Only Deny counts: a policy that allows everything is always attached."""
    found = each(RCP_LAYER, situation.rcps or (), request, situation)
    return found._replace(allow=HOLDS, allowing=())


def endpoint_layer(request: Request, situation: Situation) -> Layer:
    sets = [(policy,) for policy in situation.endpoints]
    return each(ENDPOINT_LAYER, sets, request, situation)


def identity_layer(request: Request, situation: Situation) -> Layer:
    return layer(IDENTITY_LAYER, situation.identity, request, situation)


def resource_layer(request: Request, situation: Situation) -> ResourceLayer:
    policies = situation.resource or ()
    bounded = bool(situation.boundaries)
    assuming = situation.assuming
    ways: dict[str, Answer] = {}
    allowing: dict[str, tuple[Hit, ...]] = {}
    for policy in policies:
        for statement in policy.statements:
            effect = effect_is(statement, ALLOW)
            if effect.truth is NO:
                continue
            found = applies_by_way(statement, request, assuming=assuming, bounded=bounded)
            for way, how in found.items():
                here = effect & how
                if here.truth is not NO:
                    ways[way] = ways[way] | here if way in ways else here
                    allowing[way] = (*allowing.get(way, ()), Hit(statement, here))
    denying = tuple(hits(policies, DENY, request, assuming=assuming, bounded=bounded))
    hidden = unread(policies) | _unseen(RESOURCE_LAYER, situation)
    if hidden.truth is not NO:
        for way in _every_way():
            ways[way] = ways[way] | hidden if way in ways else hidden
    return ResourceLayer(ways, _any(denying) | hidden, allowing, denying)


def _every_way() -> tuple[str, ...]:
    from .principals import ANYONE, THE_ACCOUNT

    return ANYONE, THE_ACCOUNT

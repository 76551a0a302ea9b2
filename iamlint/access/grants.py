"""Who must allow a request: the formulas for one account, for two, and for keys and trust.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .principals import (
    ANYONE,
    DIRECT,
    THE_ACCOUNT,
    THE_PARENT,
    THE_ROLE,
    THE_ROOT,
    THE_SESSION,
    THE_USER,
)
from .request import IDENTITY_LAYER, NO_ALLOW, RESOURCE_LAYER
from .truth import FAILS, MAYBE, NO, YES, Answer, Truth, any_of, merged

if TYPE_CHECKING:
    from .layers import Layer, ResourceLayer

UNBOUNDED: Final = (THE_USER, THE_SESSION, ANYONE, DIRECT, THE_ROOT)
"""Naming the caller so in the same account, a resource policy grants past boundary and session."""
BOUNDED: Final = (THE_ROLE, THE_PARENT)


class Sides(NamedTuple):
    """What the layers that grant say.

    `identity`, `boundary`, `session`: of the caller. `resource`: the policies on the resource.
    """

    identity: Answer
    boundary: Layer
    session: Layer
    resource: ResourceLayer

    @property
    def caps(self) -> Answer:
        return self.boundary.allow & self.session.allow

    @property
    def path(self) -> Answer:
        """The caller's own policies grant, and nothing that caps them is silent."""
        return self.identity & self.caps

    def by(self, *ways: str) -> Answer:
        return any_of(self.resource.ways.get(way, FAILS) for way in ways)


class Grant(NamedTuple):
    """Is the request granted? If not, which layers gave nothing, and which caps were silent."""

    answer: Answer
    missing: tuple[str, ...] = ()


def direct(sides: Sides) -> Answer:
    """The resource's policy grants by itself, in the caller's own account."""
    return sides.by(*UNBOUNDED) | (sides.by(*BOUNDED) & sides.caps)


def same_account(sides: Sides) -> Grant:
    """Either side is enough."""
    found = sides.path | direct(sides)
    silent = sides.identity.truth is NO and sides.by(*BOUNDED).truth is NO
    return _grant(found, (NO_ALLOW,) if silent else ())


def delegated(sides: Sides) -> Grant:
    """Keys and trust: the resource's policy grants by itself, or leaves it to the account, and then
    the caller's own policies must grant.
    """
    found = direct(sides) | (sides.by(THE_ACCOUNT) & sides.path)
    missing: tuple[str, ...] = ()
    if sides.by(THE_ACCOUNT).truth is not NO:
        missing = (IDENTITY_LAYER,) if sides.identity.truth is NO else ()
    elif sides.by(*BOUNDED).truth is NO:
        missing = (RESOURCE_LAYER,)
    return _grant(found, missing)


def across_accounts(sides: Sides) -> Grant:
    """Both sides must grant, however the resource's policy names the caller."""
    missing = (IDENTITY_LAYER,) if sides.identity.truth is NO else ()
    if sides.resource.any_way.truth is NO:
        missing = (*missing, RESOURCE_LAYER)
    return _grant(sides.path & sides.resource.any_way, missing)


def resource_alone(sides: Sides) -> Grant:
    """Services, federated callers and nobody have no policies of their own."""
    found = sides.resource.any_way
    return _grant(found, (RESOURCE_LAYER,) if found.truth is NO else ())


def identity_alone(sides: Sides) -> Grant:
    """Where the resource's policy was not supplied."""
    found = sides.path
    return _grant(found, (NO_ALLOW,) if sides.identity.truth is NO else ())


def _grant(found: Answer, missing: tuple[str, ...]) -> Grant:
    return Grant(found, missing if found.truth is NO else ())


def either(known: Truth, one: Grant, other: Grant) -> Grant:
    """`one` where something is so, `other` where it is not; both where that is not known."""
    if known is YES:
        return one
    if known is NO:
        return other
    if one.answer.truth is other.answer.truth:
        return Grant(one.answer, tuple(dict.fromkeys(one.missing + other.missing)))
    return Grant(Answer(MAYBE, merged(one.answer.doubts, other.answer.doubts)))

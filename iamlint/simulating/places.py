"""Where in the files an answer stands."""

from __future__ import annotations

from iamlint.access.request import (
    BOUNDARY_LAYER,
    IDENTITY_LAYER,
    NO_ALLOW,
    RESOURCE_LAYER,
    SCP_LAYER,
)
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN
from iamlint.model.things import Identity
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.verdict import Verdict
    from iamlint.estate import Estate
    from iamlint.model.things import Resource
    from iamlint.text.source import Span

TRUST_LAYER = "role_trust_policy"


class Place(NamedTuple):
    """Where a layer speaks, or should: a statement that decides; or, where an Allow is missing,
    the documents of the layer, else what they would hang on. `says`: one sentence.
    """

    layer: str
    span: Span
    says: str


def named_layer(layer: str, target: Resource | Identity | None) -> str:
    """The policy on a role is its trust policy."""
    on_role = layer == RESOURCE_LAYER and isinstance(target, Identity)
    return TRUST_LAYER if on_role else layer


def places(
    estate: Estate,
    verdict: Verdict,
    identity: Identity | None,
    target: Resource | Identity | None,
    action: str,
) -> Iterator[Place]:
    """What decides, or bears on what is not known; else where an Allow is missing."""
    says = {
        ALLOWED: "this allows it",
        EXPLICIT_DENY: "this denies it",
        UNKNOWN: "this may allow it",
    }.get(verdict.decision)
    if says is not None:
        for one in verdict.statements:
            yield Place(named_layer(one.layer, target), one.statement.span, says)
    if verdict.decision in (ALLOWED, EXPLICIT_DENY):
        return
    for layer in verdict.blocked_by:
        for span in _speaking(estate, layer, identity, target):
            yield Place(named_layer(layer, target), span, f"nothing here allows {action}")


def _speaking(
    estate: Estate, layer: str, identity: Identity | None, target: Resource | Identity | None
) -> Iterator[Span]:
    """The documents of a layer, or what should have them."""
    if layer == RESOURCE_LAYER and target is not None:
        yield from _on(estate, target)
    elif identity is None:
        return
    elif layer in (IDENTITY_LAYER, NO_ALLOW):
        yield identity.span
    elif layer == BOUNDARY_LAYER:
        boundary = estate.boundary_of(identity)
        if boundary is not None:
            yield boundary.place.span
    elif layer == SCP_LAYER:
        for level in estate.scps_of(identity):
            yield from (one.place.span for one in level.attached)


def _on(estate: Estate, target: Resource | Identity) -> Iterator[Span]:
    if isinstance(target, Identity):
        yield target.trust.span if target.trust is not None else target.span
        return
    spans = [one.place.span for one in estate.policies_on(target).attached]
    yield from spans or [target.span]

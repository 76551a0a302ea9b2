"""Why a request was refused, in the words of messages."""

from __future__ import annotations

from typing import Final

from .denial import BLOCK_PUBLIC_ACCESS, EXPLICIT, IMPLICIT, LAYERS, RESOURCE_LAYER, Denial
from .grammar import ACTION, KIND, arn_at, compiled

_EXPLICIT: Final = compiled(
    rf"[\s,]*with an explicit deny(?: in (?:an?|the) {KIND}(?: transitively through an? {KIND})?)?"
)
_IMPLICIT: Final = compiled(
    rf"[\s,]*because no {KIND}(?:: (?=arn:))?(arn:\S+)? allows the [\"'`]*{ACTION}[\"'`]* action"
)
_KMS_ELSEWHERE: Final = compiled(
    r"[\s,]*because the resource does not exist in this Region, no resource-based policies allow"
    r" access, or a resource-based policy explicitly denies access"
)
_PUBLIC: Final = compiled(
    r"[\s,]*because public [\w ()]{1,60} by the "
    r"(?:BlockPublic(?:Policy|Acls)|IgnorePublicAcls|RestrictPublicBuckets) setting in "
    r"S3 Block Public Access"
)
_POLICY: Final = compiled(r" ?: ?[\"'(]*(?=arn:)")
_SHORT_IMPLICIT: Final = compiled(rf" ?(?:because )?no {KIND} allows the (?:{ACTION} )?action")
_SHORT_EXPLICIT: Final = compiled(
    rf" ?(?:because )?an? {KIND} explicitly denies the (?:{ACTION} )?action"
)


def reason_at(text: str, at: int, *, bare: bool = False) -> tuple[Denial, int]:
    """What the text says here of the why, and where that ends; `bare`: in the console's words."""
    explicit = _EXPLICIT.match(text, at)
    if explicit is not None:
        found = Denial(outcome=EXPLICIT, layer=_layer(explicit[1]), through=_layer(explicit[2]))
        return _with_policy(found, text, explicit.end()) if found.layer else (found, explicit.end())
    implicit = _IMPLICIT.match(text, at)
    if implicit is not None:
        policy = arn_at(implicit[2], 0) if implicit[2] else None
        found = Denial(outcome=IMPLICIT, layer=_layer(implicit[1]), policy=policy)
        return found, implicit.end()
    return _in_short(text, at) if bare else _told_otherwise(text, at)


def _with_policy(found: Denial, text: str, at: int) -> tuple[Denial, int]:
    named = _POLICY.match(text, at)
    policy = arn_at(text, named.end()) if named is not None else None
    if named is None or policy is None:
        return found, at
    return found._replace(policy=policy), named.end() + len(policy)


def _told_otherwise(text: str, at: int) -> tuple[Denial, int]:
    for pattern, layer in ((_KMS_ELSEWHERE, RESOURCE_LAYER), (_PUBLIC, BLOCK_PUBLIC_ACCESS)):
        hit = pattern.match(text, at)
        if hit is not None:
            return Denial(layer=layer), hit.end()
    return Denial(), at


def _in_short(text: str, at: int) -> tuple[Denial, int]:
    for pattern, outcome in ((_SHORT_IMPLICIT, IMPLICIT), (_SHORT_EXPLICIT, EXPLICIT)):
        hit = pattern.match(text, at)
        if hit is not None:
            return Denial(outcome=outcome, layer=_layer(hit[1])), hit.end()
    return Denial(), at


def _layer(kind: str | None) -> str | None:
    return LAYERS.get(" ".join(kind.lower().split())) if kind else None

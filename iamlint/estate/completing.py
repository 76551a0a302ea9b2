"""Is all that bears on a thing in view? "Missing" is certain only where it is.

An identity is complete when nothing out of view could allow it more; a resource and a key, when
their policy is known to the last statement; a wire, when both its ends and the role are in view.
What no document ever shows (grants of keys, ACLs, policies that somebody attaches by hand) is
assumed to be absent, and is not a reason.
"""

from __future__ import annotations

from iamlint.model.things import Identity, Resource
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import shown
from iamlint.text.records import NamedTuple

from .joined import Unknown
from .wired import Wired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Hole

    from . import Estate
    from .joined import Grants


class Completeness(NamedTuple):
    """Whether all is in view, and if not why: each reason names the document or the value that
    would settle it, and shows where.
    """

    reasons: tuple[Unknown, ...]

    @property
    def certain(self) -> bool:
        return not self.reasons

    def __bool__(self) -> bool:
        return not self.reasons


def completeness(estate: Estate, thing: Identity | Resource | Wired) -> Completeness:
    """What of a thing is not in view."""
    if isinstance(thing, Wired):
        return Completeness(tuple(dict.fromkeys(of_wire(estate, thing))))
    if isinstance(thing, Identity):
        grants = estate.policies_of(thing)
    else:
        grants = estate.policies_on(thing)
    return Completeness(tuple(dict.fromkeys(reasons(grants))))


def reasons(grants: Grants) -> Iterator[Unknown]:
    """What is not in view, what is known in part, and what may be attached or not."""
    yield from grants.unknown
    for attached in grants.attached:
        name = attached.policy.address or "the policy"
        if not attached.sure:
            yield Unknown(f"{name} may be attached or not", attached.place)
        for hole in attached.policy.gaps:
            yield Unknown(f"{name} is only partly known: {why(hole)}", attached.policy)


def of_wire(estate: Estate, wired: Wired) -> Iterator[Unknown]:
    """What hides an end, the role, or which integration it is; then what is not known of those."""
    yield from wired.unknown
    if not wired.sure:
        yield Unknown(f"whether {wired.wire.address} ties them is not known", wired.wire)
    if wired.integration is None:
        kinds = ", ".join(candidate.id for candidate in wired.candidates)
        yield Unknown(f"{wired.wire.address} may be any of {kinds}", wired.wire)
    for thing in (wired.role, wired.target if wired.role is None else None):
        if thing is not None:
            yield from completeness(estate, thing).reasons


def why(hole: Hole) -> str:
    return hole.why or f"the value of {shown(hole)} is not known"

"""Targets that are called with a role, where none is named.

EventBridge refuses a target of most kinds that names no role, and since March 2023 one in another
account (https://github.com/aws/aws-cdk/issues/24843); so do CloudWatch Logs and SNS of streams.
"""

from __future__ import annotations

from iamlint.finding import LIKELY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .joined import weakest
from .presence import possible
from .shortfalls import sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Wire

    from . import Estate
    from .integrations import Integration
    from .wired import Wired

ALWAYS, ACROSS = "always", "across"
"""Whether a target asks for a role: each, or one of another account."""


class Roleless(NamedTuple):
    """A target without the role that it asks for. `across`: it does as one of another account."""

    wire: Wire
    kind: Integration
    called: str
    across: bool
    confidence: str

    @property
    def principal(self) -> str:
        """Who is to assume the role."""
        return (self.kind.principals or (EVENTS,))[0]

    @property
    def actions(self) -> tuple[str, ...]:
        """What the role is to do."""
        return self.kind.actions


EVENTS = "events.amazonaws.com"


def roleless(estate: Estate) -> Iterator[Roleless]:
    """Each of them, in file order. That one of another account is made after March 2023, which the
    files do not tell, is likely.
    """
    for wired in estate.wires:
        kind = wired.integration
        if kind is None or not kind.role or wired.wire.role_ref is not None:
            continue
        across = kind.role == ACROSS
        if not possible(wired.when) or (across and not is_across(wired)):
            continue
        confidence = weakest(sureness(wired), LIKELY) if across else sureness(wired)
        target = wired.target
        called = target.address if target is not None else f"`{wired.target_arn}`"
        yield Roleless(wired.wire, kind, called, across, confidence)


def is_across(wired: Wired) -> bool:
    """The target belongs to another account for certain."""
    return wired.crosses_accounts is True

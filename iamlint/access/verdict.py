"""What a decision says."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.model.policy import Statement

    from .truth import Doubt

ALLOWED: Final = "allow"
IMPLICIT_DENY: Final = "implicit_deny"
EXPLICIT_DENY: Final = "explicit_deny"
UNKNOWN: Final = "unknown"


class Deciding(NamedTuple):
    """A statement that decided, and the layer that its policy belongs to."""

    layer: str
    statement: Statement


class Verdict(NamedTuple):
    """The decision on one request.

    `decision`: `allow`, `implicit_deny`, `explicit_deny`, or `unknown` where a fact is missing.
    `blocked_by`: every layer that denied, or that lacked an Allow.
    `statements`: those that deny; or those that allow.
    `depends_on`: what an unknown decision hangs on, or the points of AWS's documentation that
        contradict each other and were read in one way.
    `caveats`: what the service looks at besides, and this did not.
    """

    decision: str
    blocked_by: tuple[str, ...] = ()
    statements: tuple[Deciding, ...] = ()
    depends_on: tuple[Doubt, ...] = ()
    caveats: tuple[str, ...] = ()

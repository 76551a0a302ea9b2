"""What the code of functions sends when it assumes a role, against the role's trust policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import NO
from iamlint.catalog.roles import ASSUME
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import match

from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Call, Identity
    from iamlint.text.holes import Text

    from . import Estate

OTHERS = ("Service", "Federated")
"""Principals that code never is."""


class RefusedCall(NamedTuple):
    """A call for a role, all of whose trust policy is in view. `condition`: the first that keeps
    the caller out, whoever that is. `sent`: what the call has for its key; None for nothing.
    """

    call: Call
    role: Identity
    condition: Condition
    sent: Text | None

    @property
    def confidence(self) -> str:
        return LIKELY if self.call.always else UNVERIFIED


def refused_calls(estate: Estate) -> Iterator[RefusedCall]:
    """One for a call and a role; none where some statement may let the caller in."""
    for reading in estate.readings:
        for call in reading.calls:
            roles = estate.roles_named(call.ref, reading) if call.sends and call.ref else []
            if len(roles) == 1 and possible(call.when | roles[0].when):
                found = refused(call, roles[0])
                if found is not None:
                    yield found


def refused(call: Call, role: Identity) -> RefusedCall | None:
    """Each statement that lets somebody assume the role wants another value than is sent."""
    trust = role.trust
    if trust is None or not trust.whole:
        return None
    asked = [one for one in trust.statements if one.allows and lets_callers(one)]
    context = Context(dict(call.sends), strict=False)
    sent = {key.lower(): text for key, text in call.sends}
    guards = [
        next(
            (
                condition
                for condition in statement.conditions
                if (condition.key.literal or "").lower() in sent
                and condition_holds(condition, context, call.when).truth is NO
            ),
            None,
        )
        for statement in asked
    ]
    first = guards[0] if guards else None
    if first is None or None in guards:
        return None
    return RefusedCall(call, role, first, sent[(first.key.literal or "").lower()])


def lets_callers(statement: Statement) -> bool:
    """It is about assuming the role, by others than services and those who sign in."""
    entries = statement.principals
    if entries is not None and all(entry.type in OTHERS for entry in entries):
        return False
    words = statement.actions
    return words is None or any(
        word.literal is None or match(word.literal, ASSUME, fold=True) for word in words
    )

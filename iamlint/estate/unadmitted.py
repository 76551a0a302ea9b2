"""Wires whose target does not let the source in, and what is at fault.

The service that calls has no policies, so that the target's policy alone decides.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iamlint.access.truth import YES
from iamlint.finding import CERTAIN, CONFIDENCES, LIKELY, UNVERIFIED

from . import names
from .calling import Calls
from .integrations import POLICY
from .joined import Unknown, weakest
from .presence import possible
from .uninvited import Uninvited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.parting import Parts
    from iamlint.model.policy import Condition, Statement

    from . import Estate
    from .wired import Wired

NO_STATEMENT: Final = "no statement"
OTHER_SERVICE: Final = "other service"
OTHER_SOURCE: Final = "other source"
OTHER_RESOURCE: Final = "other resource"
OTHER_QUALIFIER: Final = "other qualifier"
EXPLICIT_DENY: Final = "explicit deny"
"""What is at fault: nothing lets the service in; or a statement would, were it not for the service
that it names, for the source that its conditions want, or for what it is about; or one denies it.
"""
SAID_ELSEWHERE: Final = ""
"""A fault of the statement by itself: a condition that no service meets, a name that is none."""

SOURCE_KEYS: Final = ("aws:sourcearn", "aws:sourceaccount")


class Unadmitted:
    """Finds them, each source and target once."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def all(self) -> Iterator[Uninvited]:
        """In file order."""
        seen = set()
        for wired in self._estate.wires:
            integration = wired.integration
            if integration is None or wired.by != POLICY or not integration.principals:
                continue
            if integration.confidence == "C" or not possible(wired.when):
                continue
            calls = Calls(self._estate, wired, integration)
            once = (integration.id, wired.source_arn, calls.called, wired.when)
            if once not in seen:
                seen.add(once)
                found = self._of(calls)
                if found is not None:
                    yield found

    def _of(self, calls: Calls) -> Uninvited | None:
        wired, integration = calls.wired, calls.integration
        across = wired.crosses_accounts
        if integration.otherwise == "added" and across is not True:
            return None
        if calls.is_staged or not calls.denied:
            return None
        if integration.otherwise == "default" and across is not True and self._has_default(wired):
            return None
        fault, statement, condition = self._fault(calls)
        if fault == SAID_ELSEWHERE:
            return None
        reasons = tuple(self._reasons(calls, fault))
        return Uninvited(
            calls, fault, statement, condition, self._confidence(calls, fault, reasons), reasons
        )

    def _has_default(self, wired: Wired) -> bool:
        """Nothing replaces the policy that AWS gives the target."""
        if wired.target is None:
            return True
        grants = self._estate.policies_on(wired.target)
        return not grants.attached

    def _fault(self, calls: Calls) -> tuple[str, Statement | None, Condition | None]:
        """What is at fault, and the statement and condition where it shows."""
        action, answer = next(iter(calls.denied.items()))
        if answer.explicit:
            return EXPLICIT_DENY, answer.statements[0] if answer.statements else None, None
        nearest = list(calls.near(action))
        for statement, parts in nearest:
            if parts.refusing == {"conditions"}:
                if any(not is_source(condition) for condition in parts.failing):
                    return SAID_ELSEWHERE, statement, parts.failing[0]
                if not self._is_meant_for_another(calls, parts):
                    return OTHER_SOURCE, statement, parts.failing[0]
        for statement, parts in nearest:
            if parts.refusing == {"resource"} and parts.caller is YES:
                qualified = calls.integration.is_permission
                return OTHER_QUALIFIER if qualified else OTHER_RESOURCE, statement, None
        for statement, parts in nearest:
            if parts.refusing == {"caller"} and is_meant(calls, statement):
                return OTHER_SERVICE, statement, None
            if self._is_misspelt(statement, parts):
                return SAID_ELSEWHERE, statement, None
        return NO_STATEMENT, None, None

    def _is_misspelt(self, statement: Statement, parts: Parts) -> bool:
        """Only a name that AWS does not have keeps a statement from letting the service in."""
        catalog = self._estate.catalog
        if parts.refusing == {"action"}:
            names = [word.literal for word in statement.actions or ()]
            return any(name and not catalog.expand(name) for name in names)
        if parts.refusing == {"caller"}:
            services = [p.value.literal for p in statement.principals or () if p.type == "Service"]
            return any(name and catalog.service_principal(name) is None for name in services)
        return False

    def _is_meant_for_another(self, calls: Calls, parts: Parts) -> bool:
        """Some other wire of the target is what the conditions want."""
        target = calls.wired.target
        others = self._estate.wires_of(target) if target is not None else ()
        return any(
            names.same(word.text, other.source_arn) is not False
            or names.after(word.text, other.source_arn) is not None
            for condition in parts.failing
            for word in condition.values
            for other in others
            if other.target is target and other.source_arn != calls.wired.source_arn
        )

    def _reasons(self, calls: Calls, fault: str) -> Iterator[Unknown]:
        """What is not in view and could let the service in all the same."""
        wired = calls.wired
        yield from wired.unknown if wired.target is None else ()
        if not wired.sure:
            yield Unknown(f"whether {wired.wire.address} ties them is not known", wired.wire)
        if fault == NO_STATEMENT:
            for answer in calls.denied.values():
                yield from answer.unknown
            if calls.integration.otherwise in OTHERWISE:
                yield Unknown(OTHERWISE[calls.integration.otherwise], wired.wire)

    def _confidence(self, calls: Calls, fault: str, reasons: tuple[Unknown, ...]) -> str:
        if reasons:
            return UNVERIFIED
        known = CERTAIN if calls.integration.confidence == "A" else LIKELY
        if fault == NO_STATEMENT:
            sure = [answer.confidence for answer in calls.denied.values()]
            return weakest(known, min(sure, key=CONFIDENCES.index))
        return LIKELY if fault == OTHER_SERVICE else known


OTHERWISE: Final = {
    "role": "the role that the service uses may do it",
    "acl": "an ACL of the target may let it in",
}


def is_source(condition: Condition) -> bool:
    """It is about the source of the call."""
    return (condition.key.literal or "").lower() in SOURCE_KEYS


def is_meant(calls: Calls, statement: Statement) -> bool:
    """A statement that names another service speaks of this source, or names the service in
    another way: with a region, or as another partition has it.
    """
    services = [p.value for p in statement.principals or () if p.type == "Service"]
    if not services or len(services) < len(statement.principals or ()):
        return False
    source = calls.wired.source_arn
    if any(
        word.text == source
        for condition in statement.conditions
        if (condition.key.literal or "").lower() == SOURCE_KEYS[0]
        for word in condition.values
    ):
        return True
    ours = {(principal.literal or "").partition(".")[0] for principal in calls.principals}
    return any((word.literal or "?").partition(".")[0] in ours for word in services)

"""Wires whose target does not let the source in.

The service that calls has no policies, so that the target's policy alone decides.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

from iamlint.access.truth import NO, YES
from iamlint.finding import CERTAIN, CONFIDENCES, LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Mapping

from .byrole import may_by_role
from .calling import Calls
from .faults import EXPLICIT_DENY, NO_STATEMENT, OTHER_SERVICE, SAID_ELSEWHERE, Faults
from .integrations import ACL, POLICY
from .joined import Unknown, weakest
from .presence import possible
from .uninvited import Uninvited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Text

    from . import Estate
    from .wired import Wired

OTHERWISE: Final = {
    "role": "the role that the service uses may do it",
    ACL: "an ACL of the target may let it in",
}
"""What lets a call through where no statement does, and is not looked into."""
ACLS = ("AccessControl", "OwnershipControls")
"""What gives a bucket an ACL that lets others in.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""


class Unadmitted:
    """Finds them: one for each target, service and fault, with all sources that it concerns."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._faults = Faults(estate)

    def all(self) -> Iterator[Uninvited]:
        """In file order."""
        groups: dict[object, list[Uninvited]] = {}
        for one in self._each():
            groups.setdefault(one.cause, []).append(one)
        for first, *others in groups.values():
            first.others = tuple(others)
            yield first

    def _each(self) -> Iterator[Uninvited]:
        for routes in self._together().values():
            shut_out = [calls for calls in routes.values() if self._is_shut_out(calls)]
            if len(shut_out) == len(routes):
                del shut_out[1:]  # not one of an API's routes is let in: said once
            for calls in shut_out:
                found = self._of(calls)
                if found is not None:
                    yield found

    def _together(self) -> dict[object, dict[Text | None, Calls]]:
        """The calls of one source on one target, each route once."""
        found: dict[object, dict[Text | None, Calls]] = {}
        for wired in self._estate.wires:
            integration = wired.integration
            if integration is None or wired.by != POLICY:
                continue
            if integration.confidence == "C" or not possible(wired.when):
                continue
            if integration.role and wired.crosses_accounts is True:
                continue  # it is not called without a role
            calls = Calls(self._estate, wired, integration)
            if not calls.principals:
                continue
            once = (integration.id, wired.source_arn, calls.called, wired.when)
            found.setdefault(once, {}).setdefault(wired.wire.route, calls)
        return found

    def _is_shut_out(self, calls: Calls) -> bool:
        let_in = self._is_let_in_otherwise(calls) or calls.is_staged
        return not let_in and bool(calls.denied)

    def _of(self, calls: Calls) -> Uninvited | None:
        fault = self._faults.of(calls)
        if fault.kind == SAID_ELSEWHERE:
            return None
        reasons = tuple(self._reasons(calls, fault.kind))
        confidence = self._confidence(calls, fault.kind, reasons)
        return Uninvited(calls, fault, confidence, reasons)

    def _is_let_in_otherwise(self, calls: Calls) -> bool:
        """The service adds the statement, or the default policy of the target has it: within one
        account.
        """
        if calls.wired.crosses_accounts is True:
            return False
        otherwise = calls.integration.otherwise
        if otherwise == "role" and may_by_role(self._estate, calls) is YES:
            return True
        return otherwise == "added" or (otherwise == "default" and self._has_default(calls.wired))

    def _has_default(self, wired: Wired) -> bool:
        """Nothing replaces the policy that AWS gives the target."""
        return wired.target is None or not self._estate.policies_on(wired.target).attached

    def _reasons(self, calls: Calls, fault: str) -> Iterator[Unknown]:
        """What is not in view and could let the service in all the same."""
        wired = calls.wired
        yield from wired.unknown if wired.target is None else ()
        if not wired.sure:
            yield Unknown(f"whether {wired.wire.address} ties them is not known", wired.wire)
        if fault == NO_STATEMENT:
            for answer in calls.denied.values():
                yield from answer.unknown
            by_role = may_by_role(self._estate, calls)
            otherwise = calls.integration.otherwise
            if otherwise == ACL and self._has_no_acl(wired):
                otherwise = ""
            if otherwise in OTHERWISE and by_role is not NO:
                yield Unknown(OTHERWISE[otherwise], wired.wire)
            if otherwise == "default" and calls.lets_accounts_in:
                why = "the service may count as the account, which the policy lets in"
                yield Unknown(why, wired.wire)

    def _has_no_acl(self, wired: Wired) -> bool:
        """The bucket is declared whole, and with nothing that gives it an ACL: it has none of use
        then. In Terraform an ACL is a resource of its own.
        """
        target = wired.target
        if target is None or not target.created:
            return False
        if target.reading is None or target.reading.carrier != "cloudformation":
            return False
        properties = target.properties
        return isinstance(properties, Mapping) and not any(key in properties for key in ACLS)

    def _confidence(self, calls: Calls, fault: str, reasons: tuple[Unknown, ...]) -> str:
        if reasons:
            return UNVERIFIED
        known = CERTAIN if calls.integration.confidence == "A" else LIKELY
        known = weakest(known, calls.wired.sureness)
        if all(action in calls.integration.listed for action in calls.denied):
            known = LIKELY
        if fault in (NO_STATEMENT, EXPLICIT_DENY):
            sure = [answer.confidence for answer in calls.denied.values()]
            return weakest(known, min(sure, key=CONFIDENCES.index))
        return LIKELY if fault == OTHER_SERVICE else known

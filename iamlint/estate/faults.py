"""What is at fault where a target does not let the source of a wire in.

A statement may be there that nearly does: the service it names is another, or its conditions want
another source, or it is about something else. Then that is the fault, and shows there.
"""

from __future__ import annotations

from iamlint.access.truth import YES
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.records import NamedTuple

from . import names
from .sourced import SOURCE_ARN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.access.parting import Parts
    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.text.holes import Text

    from . import Estate
    from .calling import Calls

NO_STATEMENT: Final = "no statement"
OTHER_SERVICE: Final = "other service"
OTHER_SOURCE: Final = "other source"
OTHER_VALUE: Final = "other value"
OTHER_RESOURCE: Final = "other resource"
OTHER_QUALIFIER: Final = "other qualifier"
EXPLICIT_DENY: Final = "explicit deny"
"""What is at fault: nothing lets the service in; or a statement would, were it not for the service
that it names, for the source that its conditions want, for another value that they want and the
service never sends, or for what it is about; or one denies it.
"""
SAID_ELSEWHERE: Final = ""
"""A fault of the statement by itself: a condition that no service meets, a name that is none."""

SOURCE_KEYS: Final = (SOURCE_ARN, "aws:sourceaccount")


class Fault(NamedTuple):
    """One of the faults, and the statement and the condition where it shows."""

    kind: str
    statement: Statement | None = None
    condition: Condition | None = None


class Faults:
    """Finds what is at fault."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def of(self, calls: Calls) -> Fault:
        """Why the first of the denied actions is denied."""
        action, answer = next(iter(calls.denied.items()))
        if answer.explicit:
            return Fault(EXPLICIT_DENY, answer.statements[0] if answer.statements else None)
        nearest = list(calls.near(action))
        if any(p.refusing == {"conditions"} and self._contradicts(s) for s, p in nearest):
            return Fault(SAID_ELSEWHERE)
        if any(p.refusing == {"resource"} and is_namesake(calls, s) for s, p in nearest):
            return Fault(SAID_ELSEWHERE)
        for statement, parts in nearest:
            if parts.refusing == {"conditions"}:
                fixed = [one for one in parts.failing if is_of(one, calls.fixed(action))]
                if fixed and all(one in fixed or is_source(one) for one in parts.failing):
                    return Fault(OTHER_VALUE, statement, fixed[0])
                if not all(is_source(condition) for condition in parts.failing):
                    return Fault(SAID_ELSEWHERE)
                if not self._is_for_another(calls, parts):
                    return Fault(OTHER_SOURCE, statement, parts.failing[0])
        for statement, parts in nearest:
            if parts.refusing == {"resource"} and parts.caller is YES:
                qualified = calls.integration.is_permission
                return Fault(OTHER_QUALIFIER if qualified else OTHER_RESOURCE, statement)
        for statement, parts in nearest:
            if parts.refusing == {"caller"} and self._is_meant(calls, statement):
                return Fault(OTHER_SERVICE, statement)
            if self._is_misspelt(statement, parts):
                return Fault(SAID_ELSEWHERE)
        return Fault(NO_STATEMENT)

    def _contradicts(self, statement: Statement) -> bool:
        """It wants the source to be of two accounts at once."""
        return any(True for _ in self._estate.engine.contradicting_sources(statement))

    def _is_misspelt(self, statement: Statement, parts: Parts) -> bool:
        """Only a name that AWS does not have keeps a statement from letting the service in."""
        catalog = self._estate.catalog
        if parts.refusing == {"action"}:
            actions = [word.literal for word in statement.actions or ()]
            return any(name and not catalog.expand(name) for name in actions)
        if parts.refusing == {"caller"}:
            services = [word.literal for word in services_of(statement)]
            return any(name and self._is_slip(name) for name in services)
        return False

    def _is_slip(self, name: str) -> bool:
        """No service has the name, surely: another was meant."""
        if self._estate.catalog.service_principal(name) is not None:
            return False
        return "." not in name or bool(self._estate.engine.principals_meant(name))

    def _is_for_another(self, calls: Calls, parts: Parts) -> bool:
        """The conditions want another call on the target: of another source that is wired, or of
        another route of this one.
        """
        words = [word for condition in parts.failing for word in condition.values]
        target = calls.wired.target
        for other in self._estate.wires_of(target) if target is not None else ():
            if other.target is not target:
                continue
            if other.source_arn != calls.wired.source_arn:
                if any(may_name(word, other.source_arn) for word in words):
                    return True
            elif other.wire.route != calls.wired.wire.route:
                called = other.context.get("aws:SourceArn")
                if called and any(meets(word.text, called) is not False for word in words):
                    return True
        aside = calls.integration.aside
        return bool(aside) and any(aside in str(word) for word in words)

    def _is_meant(self, calls: Calls, statement: Statement) -> bool:
        """A statement that names another service speaks of this source, or names the service in
        another way (with a region, as another partition has it), or one that never calls so.
        """
        services = services_of(statement)
        if not services or len(services) < len(statement.principals or ()):
            return False
        source = calls.wired.source_arn
        if any(
            word.text == source
            for condition in statement.conditions
            if (condition.key.literal or "").lower() == SOURCE_ARN
            for word in condition.values
        ):
            return True
        ours = {(principal.literal or "").partition(".")[0] for principal in calls.principals}
        if any((word.literal or "?").partition(".")[0] in ours for word in services):
            return True
        return not any(self._may_call(calls, word.literal) for word in services)

    def _may_call(self, calls: Calls, service: str | None) -> bool:
        """Some integration has the service call targets of this kind, as far as is known."""
        if service is None or self._estate.catalog.service_principal(service) is None:
            return True
        kind = calls.integration.target_type
        return any(
            service in row["principals"]
            for row in self._estate.catalog.table("integrations")
            if row["to_type"] == kind
        )


def is_namesake(calls: Calls, statement: Statement) -> bool:
    """A permission names the very function but for region or account, which a bare name takes from
    where it stands.
    """
    called = names.segments(calls.called)
    return calls.integration.is_permission and any(
        called is not None and parts is not None and parts[5] == called[5]
        for parts in (names.segments(word.text) for word in statement.resources or ())
    )


def services_of(statement: Statement) -> list[Word]:
    """The services among the principals."""
    return [p.value for p in statement.principals or () if p.type == "Service"]


def is_source(condition: Condition) -> bool:
    """It is about the source of the call."""
    return is_of(condition, SOURCE_KEYS)


def is_of(condition: Condition, keys: Iterable[str]) -> bool:
    """It is about one of the keys."""
    return (condition.key.literal or "").lower() in {key.lower() for key in keys}


def may_name(word: Word, arn: Text) -> bool:
    """A text names a thing, or something in it."""
    return names.same(word.text, arn) is not False or names.after(word.text, arn) is not None

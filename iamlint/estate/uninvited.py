"""A wire whose target does not let the source in: where that shows, and what would mend it."""

from __future__ import annotations

from iamlint.rule import AddItem, Replace
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .inviting import documents_on, invitation, other_text

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Word
    from iamlint.rule import Intent, Placed

    from .calling import Calls
    from .faults import Fault
    from .joined import Unknown

CONSEQUENCE = {
    "deployment": "the deployment fails",
    "silent": "nothing arrives, and no error is shown",
    "call": "every call is denied",
}

MOST = 3
"""Sources and reasons that are shown, where there are more."""
INVOKE, DELIVER, READ, SEND = "invoke", "deliver", "read", "send"


class Uninvited:
    """One target, and a source that it does not let in, with others for the same reason.

    `fault`: one of `faults`. `statement`, `condition`: where it shows, where it shows in a
    statement. `reasons`: what is not in view and could let the service in. `others`: of further
    sources.
    """

    def __init__(
        self, calls: Calls, fault: Fault, confidence: str, reasons: tuple[Unknown, ...]
    ) -> None:
        self.calls = calls
        self.wired = calls.wired
        self.fault, self.statement, self.condition = fault
        self.confidence = confidence
        self.reasons = reasons
        self.others: tuple[Uninvited, ...] = ()

    @property
    def cause(self) -> object:
        """What it has in common with others of the same reason."""
        target = self.wired.target
        where = id(self.statement) if self.statement is not None else self.wired.wire.reading
        condition = id(self.condition) if self.condition is not None else None
        called = self.calls.called if target is not None else self.wired.wire
        when = self.wired.when
        return self.fault, self.service, called, where, condition, when, self.confidence

    @property
    def all(self) -> tuple[Uninvited, ...]:
        """It and the others."""
        return (self, *self.others)

    @property
    def wire(self) -> Placed:
        """Where the target is named."""
        return self.wired.wire

    @property
    def service(self) -> str:
        """The principal as which the source calls."""
        return str(self.calls.principals[0])

    @property
    def target(self) -> str:
        """What a person calls the target."""
        end = self.wired.target
        return end.address if end is not None else str(self.calls.called)

    @property
    def called(self) -> Text:
        """What is called, with its qualifier."""
        return self.calls.called

    @property
    def reached(self) -> Text:
        """What the first of the denied actions is about, as a statement names it."""
        return self.calls.pattern(self.actions[0])

    @property
    def source(self) -> str:
        """What a person calls the source, and how many more there are."""
        more = len({one.wired.source_arn for one in self.others} - {self.wired.source_arn})
        return f"{self._source} and {more} more" if more else self._source

    @property
    def _source(self) -> str:
        end = self.wired.source
        if end is not None:
            return end.address
        wire = self.wired.wire
        return (
            wire.address.rpartition(".")[0] if wire.own == "source" else str(self.wired.source_arn)
        )

    @property
    def purpose(self) -> str:
        """What the call is for: to `invoke` a function, to `deliver` into a bucket, to `read` from
        one, or to `send` something on.
        """
        integration = self.calls.integration
        if integration.is_permission:
            return INVOKE
        if integration.target_type != "s3:bucket":
            return SEND
        return READ if self.calls.reads else DELIVER

    @property
    def actions(self) -> tuple[str, ...]:
        """What the service may not do."""
        return tuple(self.calls.denied)

    @property
    def consequence(self) -> str:
        """How it shows, for a message."""
        return CONSEQUENCE[self.calls.integration.fails]

    @property
    def missing(self) -> str:
        """The request that is denied, in canonical form."""
        of = f" for {self.wired.source_arn}" if self.wired.source_arn.pieces else ""
        on = ", ".join(f"{action} on {self.calls.pattern(action)}" for action in self.actions)
        return f"{on} by {self.service}{of}"

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding."""
        missing = dict.fromkeys(("missing", one.missing) for one in self.all[:MOST])
        unknown = [("unless", reason.why) for reason in self.reasons[:MOST]]
        return [*missing, *unknown]

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The other places that take part, each with its sentence."""
        callers = self.all if self.statement is not None else self.others
        found: list[tuple[Placed, str]] = [
            (one.wired.wire, f"{one._source} calls {self.target} here") for one in callers[:MOST]
        ]
        if self.wired.target is not None:
            said = "is declared here"
            if self.statement is None and not self._own:
                said = "is declared here, and has no policy in view"
            found.append((self.wired.target, f"{self.target} {said}"))
        if self.statement is None:
            found += [(policy, f"the policy of {self.target}") for policy in self._own[:2]]
        return found

    @property
    def _own(self) -> list[Policy]:
        """The documents on the target to which a statement may be added."""
        return documents_on(self.calls)

    @property
    def key(self) -> str:
        """What makes the finding the same after files moved around it."""
        return f"{self.calls.integration.id} {self._source} {self.target}"

    @property
    def principal(self) -> Word | None:
        """The service that the statement names instead."""
        principals = self.statement.principals if self.statement is not None else None
        return principals[0].value if principals else None

    @property
    def resource(self) -> Word | None:
        """What the statement is about instead."""
        resources = self.statement.resources if self.statement is not None else None
        return resources[0] if resources else None

    @property
    def value(self) -> Word | None:
        """The value that the statement wants of the source."""
        values = self.condition.values if self.condition is not None else ()
        return values[0] if values else None

    @property
    def wanted(self) -> Text | None:
        """The value that the call brings, as the statement should say it."""
        key = self.condition.key.literal if self.condition is not None else None
        fixed = {name: Text(value) for name, value in self.calls.fixed(self.actions[0]).items()}
        for operands in (*self.wired.conditions.values(), fixed):
            for name, value in operands.items():
                if key is not None and name.lower() == key.lower():
                    return value
        return None

    @property
    def mended(self) -> Intent | None:
        """The statement that is missing."""
        return invitation([one.calls for one in self.all])

    @property
    def named(self) -> Intent | None:
        """The service, beside the one that the statement names."""
        if self.statement is None or self.principal is None:
            return None
        title = f"name {self.service}"
        return other_text(self.statement, self.principal, "Principal/Service", self.service, title)

    @property
    def scoped(self) -> Intent | None:
        """The source, beside the value that the condition has."""
        statement, condition = self.statement, self.condition
        wanted = [one.wanted for one in self.all if one.wanted is not None]
        if statement is None or condition is None or self.value is None or not wanted:
            return None
        title = f"name {self.source}"
        if statement.policy.form == "statement":
            return Replace(self.value, wanted[0], title)
        element = f"Condition/{condition.operator}/{condition.key}"
        return AddItem(statement, element, tuple(dict.fromkeys(wanted)), title)

    @property
    def valued(self) -> Intent | None:
        """What the call brings, in place of the value that the condition has."""
        if self.value is None or self.wanted is None:
            return None
        return Replace(self.value, self.wanted, f"as {self.service} sends it")

    @property
    def pointed(self) -> Intent | None:
        """What is called, beside what the statement is about."""
        if self.statement is None or self.resource is None:
            return None
        action = self.actions[0]
        pattern, title = self.calls.pattern(action), f"name {self.target}"
        if self.calls.is_inside(self.resource.text):
            return other_text(self.statement, self.resource, "Resource", pattern, title)
        return Replace(self.resource, pattern, title)

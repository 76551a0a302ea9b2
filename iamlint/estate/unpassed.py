"""A role that is passed to a service by a caller that may not, and what would mend it."""

from __future__ import annotations

from functools import cached_property

from iamlint.rule import AddItem, AddStatement
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any

from . import names
from .joined import one_or_list
from .onesided import written_in
from .passing import ACTION, SERVICE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .passing import Passing


class Unpassed:
    """What one caller passes to a service in one way or several, and may not."""

    def __init__(self, estate: Estate, passings: tuple[Passing, ...], answer: Answer) -> None:
        self.estate = estate
        self.passings = passings
        self.answer = answer

    @property
    def first(self) -> Passing:
        return self.passings[0]

    @property
    def caller(self) -> Identity:
        return self.first.caller

    @property
    def service(self) -> str:
        return self.first.services[0]

    @property
    def roles(self) -> tuple[Identity, ...]:
        """The roles in view that are passed; none where it may be any."""
        found = (passing.role for passing in self.passings)
        return tuple(dict.fromkeys(role for role in found if role is not None))

    @property
    def what(self) -> str:
        """The roles, for a message."""
        return " and ".join(role.address for role in self.roles) or "any role"

    @cached_property
    def statement(self) -> Statement | None:
        """The statement that allows passing roles, but not this or not to this service: of the
        caller's that stand in files one that names the role, else the first.
        """
        passing = [one for one in self._own() if self._names(one, ACTION)]
        arns = {role.arn for role in self.roles}
        for one in passing:
            if any(word.text in arns for word in one.resources or ()):
                return one
        return next(iter(passing), None)

    @property
    def guard(self) -> Condition | None:
        """The condition of that statement on the service."""
        found = self.statement
        for condition in found.conditions if found is not None else ():
            if (condition.key.literal or "").lower() == SERVICE_KEY.lower():
                return condition
        return None

    @property
    def where(self) -> Placed:
        """What falls short: the service that a statement names, else its roles; else the call."""
        guard, statement = self.guard, self.statement
        if guard is not None and self.only_the_service:
            return guard.values[0]
        if statement is not None and statement.resources:
            return statement.resources[0]
        return self.first.word or self._call() or self._policy()

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """Further calls, what is started, and what runs as the role."""
        found: list[tuple[Placed, str]] = []
        for passing in self.passings:
            if passing.word is not None and passing.word is not self.where:
                found.append((passing.word, f"`{passing.word}` passes a role"))
            found.extend(passing.places)
        return list(dict.fromkeys(found))

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is missing, documents not in view that could allow it all the same, and what is
        taken to be absent since no document would show it.
        """
        targets = " and ".join(str(role.arn) for role in self.roles) or "the role"
        missing = f"`{ACTION}` on {targets} with `{SERVICE_KEY}` `{self.service}`"
        unless = [("unless", one.why) for one in self.answer.unknown[:3]]
        return [
            ("missing", missing),
            *unless,
            ("assumed", "no policy attached elsewhere allows it"),
        ]

    @property
    def mended(self) -> AddItem | AddStatement | None:
        """Name the service beside those that are named, where that is all there is to mend; else
        grant the role. None where which role is not known.
        """
        guard = self.guard
        if guard is not None and self.only_the_service and guard.operator.literal is not None:
            path = f"Condition/{guard.operator.literal}/{guard.key.literal}"
            title = f"let roles be passed to `{self.service}`"
            return AddItem(guard.statement, path, (self.service,), title)
        targets = [self._written(role) for role in self.roles]
        if not targets or None in targets or self.answer.explicit:
            return None
        added: dict[str, Any] = {
            "Effect": "Allow",
            "Action": ACTION,
            "Resource": one_or_list(targets),
            "Condition": {"StringEquals": {SERVICE_KEY: self.service}},
        }
        return AddStatement(self._policy(), added, f"let {self.what} be passed to `{self.service}`")

    @cached_property
    def only_the_service(self) -> bool:
        """With a service that the statement names the role could be passed."""
        guard = self.guard
        return guard is not None and any(
            not self.estate.can(
                self.caller,
                ACTION,
                self.first.target,
                context={SERVICE_KEY: value.text},
                when=self.first.when,
            ).denied
            for value in guard.values
        )

    def _own(self) -> Iterator[Statement]:
        """What the caller is allowed by policies in files."""
        for attached in self.estate.policies_of(self.caller).attached:
            if attached.sure and not attached.bundled:
                yield from (one for one in attached.policy.statements if one.allows)

    def _names(self, statement: Statement, action: str) -> Word | None:
        """Where it names an action, alone or by a pattern of its service's."""
        for word in statement.actions or ():
            literal = word.literal or ""
            if literal != "*" and match(literal, action, fold=True):
                return word
        return None

    def _call(self) -> Word | None:
        """Where the caller is allowed the call by which it passes the role."""
        words = (self._names(one, self.first.call) for one in self._own())
        return next((word for word in words if word is not None), None)

    def _policy(self) -> Policy | Identity:
        """Where the missing statement belongs."""
        if self.statement is not None:
            return self.statement.policy
        if self.first.statement is not None:
            return self.first.statement.policy
        return next((one.policy for one in self._own()), self.caller)

    def _written(self, role: Identity) -> Text | None:
        """A role as the caller's file writes it."""
        if role.reading is self.caller.reading:
            return role.arn
        rest = names.tail(role.arn)
        known = rest is not None and rest.literal is not None
        return written_in(self.caller.reading, role.arn) if known else None

"""Services that a policy on a resource lets in, and shuts out again by a Deny of its own."""

from __future__ import annotations

import re

from iamlint.access.callers import SERVICE, Caller
from iamlint.access.carrying import carried_by_services
from iamlint.access.context import Context
from iamlint.access.request import Request, with_implied_keys
from iamlint.access.statements import applies
from iamlint.access.truth import YES
from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from .admitting import Admitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Principal, Statement

MOST_CALLS = 512
"""Calls of services that are held against the Denies of their policy."""
_WILD = re.compile(r"[*?]+")


class Invited(NamedTuple):
    """A call that a statement lets a service make: with what is known of it, and with what is
    likely.
    """

    allow: Statement
    entry: Principal
    sure: Request
    likely: Request


class ShutOut(NamedTuple):
    """A service that one statement lets in and another, a Deny, shuts out whenever it calls.

    `entry`: where the Allow names it. `actions`: what it is let do, and never may.
    """

    entry: Principal
    actions: tuple[str, ...]
    confidence: str


class Shutting(Admitting):
    """Deny statements against the services of their own policy."""

    def shut_out(self, statement: Statement) -> tuple[ShutOut, ...]:
        """Services that the policy lets in and that this Deny of it always shuts out, in order."""
        if not statement.denies or statement.gaps or not statement.conditions:
            return ()
        found: dict[tuple[Principal, str], list[str]] = {}
        for call in self._invited(statement.policy):
            assuming = call.allow.when | statement.policy.when
            for request, confidence in ((call.sure, CERTAIN), (call.likely, LIKELY)):
                if applies(statement, request, assuming=assuming).truth is YES:
                    found.setdefault((call.entry, confidence), []).append(request.action)
                    break
        return tuple(
            ShutOut(entry, tuple(dict.fromkeys(actions)), confidence)
            for (entry, confidence), actions in found.items()
        )

    def _invited(self, policy: Policy) -> list[Invited]:
        """The calls that a policy lets services make; none, where there are too many to ask."""
        if self._last_invited is None or self._last_invited[0] is not policy:
            calls: list[Invited] = []
            for call in self._invitations(policy):
                calls.append(call)
                if len(calls) > MOST_CALLS:
                    calls = []
                    break
            self._last_invited = policy, calls
        return self._last_invited[1]

    _last_invited: tuple[Policy, list[Invited]] | None = None

    def _invitations(self, policy: Policy) -> Iterator[Invited]:
        for allow in policy.statements:
            services = list(self.services_in(allow)) if allow.allows and not allow.gaps else []
            if not services or not allow.actions:
                continue
            contexts = [self._brought(allow, likely=likely) for likely in (False, True)]
            names = [name for word in allow.actions for name in self.names_of(word)]
            about = [word.text for word in allow.resources] if allow.resources else [Text("*")]
            for entry in services:
                caller = Caller(SERVICE, name=Text(self.service_named(entry)))
                for name in names:
                    for text in about:
                        if self.can_match(name, text):
                            sure, likely = (
                                with_implied_keys(
                                    Request(caller, name, filled(text), context=context)
                                )
                                for context in contexts
                            )
                            yield Invited(allow, entry, sure, likely)

    def _brought(self, allow: Statement, *, likely: bool) -> Context:
        """The context of a service's call that an Allow lets through, as far as it is known."""
        context = Context(carried_by_services(self.catalog, likely=likely), strict=False)
        for condition in allow.conditions:
            key = condition.key.literal
            if key is not None and len(condition.values) == 1 and self.fixes(condition):
                context.implied(key, filled(condition.values[0].text))
        return context


def filled(pattern: Text) -> Text:
    """Some text that a pattern matches: of what its wildcards take nothing is known."""
    pieces: list[str | Hole] = []
    for piece in pattern.pieces:
        if isinstance(piece, Hole):
            pieces.append(piece)
            continue
        first, *rest = _WILD.split(piece)
        pieces.append(first)
        for literal in rest:
            pieces += [Hole(f"what the wildcard {len(pieces)} of {pattern} takes", ANY), literal]
    return Text(*pieces)

"""What is there only under conditions, or perhaps not at all."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter

from iamlint.model.policy import Policy, Statement
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.model.policy import Word
    from iamlint.text.node import When

    from .joined import Attached

_EVERYTHING = attrgetter(*Statement.__slots__)


def possible(when: When) -> bool:
    """No condition is wanted both ways."""
    return not any((name, not wanted) in when for name, wanted in when)


def standing(attached: Iterable[Attached], service: str = "") -> tuple[Policy, ...]:
    """The policies, with the conditions of their attachment put on their statements. One that may
    be attached or not stands under a condition of its own, which nobody can take for granted.
    With a service, policies that say nothing of its actions are left out.
    """
    return tuple(
        _under(one.policy, one.when, one.sure) if one.when or not one.sure else one.policy
        for one in attached
        if not service or mentions(one.policy, service)
    )


@lru_cache(maxsize=16384)
def mentions(policy: Policy, service: str) -> bool:
    """Could some statement be about actions of the service? Parts that are not known could."""
    return bool(policy.gaps) or any(
        statement.actions is None or any(_may_be_of(word, service) for word in statement.actions)
        for statement in policy.statements
    )


def _may_be_of(word: Word, service: str) -> bool:
    prefix, colon, _ = (word.literal or "*").partition(":")
    return not colon or is_glob(prefix) or prefix.lower() == service


@lru_cache(maxsize=16384)
def naming(policy: Policy, actions: frozenset[str]) -> tuple[tuple[Statement, Word], ...]:
    """Where a policy allows one of some actions (in lower case) by its whole name; found once for
    all who have the policy.
    """
    return tuple(
        (statement, word)
        for statement in policy.statements
        if statement.allows
        for word in statement.actions or ()
        if (word.literal or "").lower() in actions
    )


@lru_cache(maxsize=16384)
def _under(policy: Policy, when: When, sure: bool) -> Policy:
    if not sure:
        when = when | {(f"{policy.address} is attached", True)}

    def under(statement: Statement) -> Statement:
        return changed(statement, when=statement.when | when)

    return rewritten(policy, under)


def rewritten(policy: Policy, change: Callable[[Statement], Statement]) -> Policy:
    """The same policy with other statements, or itself when none is changed. The statements keep
    pointing at the policy itself.
    """
    statements = tuple(change(statement) for statement in policy.statements)
    if all(a is b for a, b in zip(statements, policy.statements, strict=True)):
        return policy
    return with_statements(policy, statements)


def with_statements(policy: Policy, statements: tuple[Statement, ...]) -> Policy:
    """The same policy saying something else; the statements keep pointing at the policy itself."""
    view = Policy(policy.node, policy.kind)
    for slot in Policy.__slots__:
        setattr(view, slot, getattr(policy, slot))
    view.statements = statements
    return view


def changed(statement: Statement, **elements: object) -> Statement:
    """The same statement with some elements changed."""
    view = Statement.__new__(Statement)
    for slot, value in zip(Statement.__slots__, _EVERYTHING(statement), strict=True):
        setattr(view, slot, value)
    for slot, value in elements.items():
        setattr(view, slot, value)
    return view

"""What is there only under conditions, or perhaps not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamlint.model.policy import Policy, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.text.node import When

    from .joined import Attached


def possible(when: When) -> bool:
    """No condition is wanted both ways."""
    return not any((name, not wanted) in when for name, wanted in when)


def standing(attached: Iterable[Attached]) -> tuple[Policy, ...]:
    """The policies, with the conditions of their attachment put on their statements. One that may
    be attached or not stands under a condition of its own, which nobody can take for granted.
    """
    return tuple(_standing(one) for one in attached)


def _standing(attached: Attached) -> Policy:
    policy, when = attached.policy, attached.when
    if not attached.sure:
        when = when | {(f"{policy.address} is attached", True)}
    if not when:
        return policy

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
    view = Statement(statement.policy, statement.index, statement.node)
    for slot in Statement.__slots__:
        setattr(view, slot, elements.get(slot, getattr(statement, slot)))
    return view

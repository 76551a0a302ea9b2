"""What is there only under conditions, or perhaps not at all, read generously or strictly.

A grant that may be there helps a generous reading and not a strict one; a Deny the other way
round. What is denied even when read generously is denied; what is allowed even when read strictly
is allowed; all else is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamlint.model.policy import Policy, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.model.policy import Word
    from iamlint.text.node import When

    from .joined import Attached

    Keep = Callable[[When], bool]


def present(when: When, assumed: When) -> bool | None:
    """Is something there, given the conditions assumed to hold? None: not known."""
    if when <= assumed:
        return True
    if not possible(when | assumed):
        return False
    return None


def possible(when: When) -> bool:
    """No condition is wanted both ways."""
    return not any((name, not wanted) in when for name, wanted in when)


def read(attached: Iterable[Attached], assumed: When, *, generous: bool) -> tuple[Policy, ...]:
    """The policies as they are read generously or strictly under the conditions assumed."""
    return tuple(_read(one, assumed, generous) for one in attached)


def _read(attached: Attached, assumed: When, generous: bool) -> Policy:
    policy = attached.policy
    around = attached.when | policy.when

    def there(when: When, wanted: bool) -> bool:
        """`wanted`: count it even when it is not sure."""
        answer = present(around | when, assumed) if around or when else True
        if answer and not attached.sure:
            answer = None
        return wanted if answer is None else answer

    statements = []
    for statement in policy.statements:
        wanted = generous if not statement.denies else not generous
        if there(statement.when, wanted):
            statements.append(_words(statement, lambda when, w=wanted: there(when, w)))  # type: ignore[misc]
    if len(statements) == len(policy.statements) and all(
        a is b for a, b in zip(statements, policy.statements, strict=True)
    ):
        return policy
    return with_statements(policy, tuple(statements))


def with_statements(policy: Policy, statements: tuple[Statement, ...]) -> Policy:
    """The same policy saying only some of it; the statements keep pointing at the whole."""
    view = Policy(
        policy.node,
        policy.kind,
        kind_known=policy.kind_known,
        form=policy.form,
        resource_type=policy.resource_type,
        address=policy.address,
        name=policy.name,
        arn=policy.arn,
        owner=policy.owner,
    )
    view.version, view.id, view.gaps = policy.version, policy.id, policy.gaps
    view.statements = statements
    return view


def _words(statement: Statement, keep: Keep) -> Statement:
    """The statement without the actions and resources that are not there."""
    actions, resources = _kept(statement.actions, keep), _kept(statement.resources, keep)
    if actions is statement.actions and resources is statement.resources:
        return statement
    view = Statement(statement.policy, statement.index, statement.node)
    for slot in Statement.__slots__:
        setattr(view, slot, getattr(statement, slot))
    view.actions, view.resources = actions, resources
    return view


def _kept(words: tuple[Word, ...] | None, keep: Keep) -> tuple[Word, ...] | None:
    if words is None or not any(word.when for word in words):
        return words
    kept = tuple(word for word in words if keep(word.when))
    return words if len(kept) == len(words) else kept

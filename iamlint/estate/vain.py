"""Grants that have no effect by their resources, which is a fault of its own and said there."""

from __future__ import annotations

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets

from . import names

if TYPE_CHECKING:
    from iamlint.model.policy import Statement
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate


def granted_in_vain(estate: Estate, identity: Identity, action: str) -> bool:
    """The identity is granted an action on what looks like a thing of its service and can be none
    that the action is about.
    """
    return any(
        _in_vain(estate, statement, action)
        for policy in estate.policies_of(identity).policies
        for statement in policy.statements
        if statement.allows
    )


def denied_again(
    estate: Estate, identity: Identity, action: str, about: Text | None = None
) -> bool:
    """A statement of the identity names an action that others of its own deny: said of that one.
    `about`: what it is asked of, where that tells.
    """
    return any(
        (word.literal or "").lower() == action.lower()
        for policy in estate.policies_of(identity).policies
        for statement in policy.statements
        if statement.allows and (about is None or is_about(statement, about))
        for word in statement.actions or ()
    )


def is_about(statement: Statement, thing: Text) -> bool:
    """It may be about a thing, as far as its resources tell."""
    return any(meets(word.text, thing) is not False for word in statement.resources or ())


def _in_vain(estate: Estate, statement: Statement, action: str) -> bool:
    words = [word.literal or "" for word in statement.actions or ()]
    if not any(match(word, action, fold=True) for word in words):
        return False
    service = action.partition(":")[0].lower()
    named = [word.text for word in statement.resources or () if _is_of(word.text, service)]
    return bool(named) and not any(estate.engine.can_match(action, one) for one in named)


def _is_of(arn: Text, service: str) -> bool:
    parts = names.segments(arn)
    return parts is not None and parts[2].literal == service

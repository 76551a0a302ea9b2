"""A statement about another role that is in view is not about this one, whatever name AWS makes up
for either.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .presence import changed, rewritten

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity

    from . import Estate


def without_other_roles(
    estate: Estate, policies: tuple[Policy, ...], role: Identity
) -> tuple[Policy, ...]:
    """The policies without the resources that are other roles for certain."""

    def is_other(word: Word) -> bool:
        found = estate.identities_by_arn(word.text, role.reading)
        return bool(found) and role not in found

    def about_this(statement: Statement) -> Statement:
        kept = tuple(word for word in statement.resources or () if not is_other(word))
        if len(kept) == len(statement.resources or ()):
            return statement
        return changed(statement, resources=kept)

    return tuple(rewritten(policy, about_this) for policy in policies)

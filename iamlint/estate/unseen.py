"""Whom trust policies name that no document in view declares."""

from __future__ import annotations

from iamlint.catalog import roles
from iamlint.text.hints import TYPE_CHECKING

from . import names
from .accounts import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Word
    from iamlint.model.things import Identity

    from . import Estate

SORTS = ("role/", "user/")


def unseen(estate: Estate, role: Identity) -> Iterator[Word]:
    """The roles and users of a role's own account that its trust policy names by their ARN and
    that nothing in view may be.
    """
    for statement in role.trust.statements if role.trust is not None else ():
        for entry in statement.principals or () if statement.allows else ():
            word = entry.value
            parts = names.segments(word.text)
            if entry.type != "AWS" or parts is None or parts[5].literal is None:
                continue
            last = parts[5].literal
            if not last.startswith(SORTS) or roles.is_by_aws(last):
                continue
            own = names.same(parts[4], account_of(role)) is True
            if own and not estate.identities_ending(parts[5]):
                yield word

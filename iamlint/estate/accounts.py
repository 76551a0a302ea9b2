"""Which account does a thing belong to, and are two things in one account?"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from . import names

if TYPE_CHECKING:
    from iamlint.model.things import Thing
    from iamlint.text.holes import Text


def account_of(thing: Thing) -> Text:
    """The account in its ARN, where that names one, else the account of its declaration."""
    if thing.owner is None:
        arn: Text | None = getattr(thing, "arn", None)
        named = names.account_in(arn) if arn is not None else None
        thing.owner = named if named is not None and named.literal is not None else thing.account
    return thing.owner


def same_account(one: Thing, other: Thing) -> bool | None:
    """None: not known. Two things of one file with accounts not known are deployed together."""
    answer = names.same(account_of(one), account_of(other))
    if answer is None and one.reading is not None and one.reading is other.reading:
        return None if one.account.literal or other.account.literal else True
    return answer

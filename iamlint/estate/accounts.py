"""Which account does a thing belong to, and are two things in one account?"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, Hole, Text

from . import names

if TYPE_CHECKING:
    from iamlint.model.things import Thing


def account_of(thing: Thing) -> Text:
    """The account in its ARN, where that names one, else the account of its declaration; of a
    permission set one that is not known: it works in the accounts it is assigned in.
    """
    if thing.owner is None:
        arn: Text | None = getattr(thing, "arn", None)
        named = names.account_in(arn) if arn is not None else None
        if is_permission_set(thing):
            where = thing.reading.path if thing.reading is not None else ""
            why = f"{thing.address} works in the accounts that it is assigned in"
            thing.owner = Text(Hole(f"{where}#{thing.address}.account", ACCOUNT, why=why))
        elif named is not None and named.literal is not None:
            thing.owner = named
        else:
            thing.owner = thing.account
    return thing.owner


def is_permission_set(thing: Thing) -> bool:
    """It belongs to one account and gives what it grants in others."""
    return getattr(thing, "kind", None) == "permission-set"


def same_account(one: Thing, other: Thing) -> bool | None:
    """None: not known. Two things of one file with accounts not known are deployed together."""
    answer = names.same(account_of(one), account_of(other))
    if answer is None and (is_permission_set(one) or is_permission_set(other)):
        return None
    if answer is None and one.reading is not None and one.reading is other.reading:
        return None if one.account.literal or other.account.literal else True
    return answer

"""ARNs of which the account is that of something in view, but for a slip of the pen.

Accounts have twelve digits that AWS draws: two that differ in one of them do not meet by chance.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.text.holes import Text

from .accounts import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Reading, Resource

    from . import Estate

OF_ACCOUNT: Final = re.compile(r"(arn:[^:]*:[^:]*:[^:]*:)(\d{12})(:[^*?$]+)")
OF_ROLE: Final = ":role/"


class Misnumbered(NamedTuple):
    """A statement names what is in no account in view; `meant` is of that name in account `number`,
    which is nearly the one that is written.
    """

    word: Word
    written: str
    number: str
    meant: Resource | Identity


def misnumbered(estate: Estate) -> Iterator[Misnumbered]:
    """In file order. None where several such accounts are named, or the right one as well: then
    they are meant.
    """
    known = estate.accounts_in_view
    named = list(resources_named(estate)) if known else []
    whole = {found[0] for _, _, found in named}
    strange = {found[2] for _, _, found in named} - known
    near = {one: twin for one in strange if (twin := next(twins(one, known), ""))}
    if len(near) != 1:
        return
    for word, reading, found in named:
        number = near.get(found[2], "")
        right = found[1] + number + found[3]
        if number and right not in whole:
            meant = thing(estate, Text(right), reading)
            if meant is not None and account_of(meant).literal == number:
                yield Misnumbered(word, found[2], number, meant)


def accounts_in_view(estate: Estate) -> frozenset[str]:
    """Those in which something stands, and those that the configuration names."""
    told = estate.told
    found = {reading.account.literal for reading in estate.readings}
    for reading in estate.readings:
        found |= {account_of(one).literal for one in (*reading.identities, *reading.resources)}
    units = {inner for many in told.units.values() for inner in many}
    found |= estate.trusted_accounts | units | {told.management}
    return frozenset(one for one in found if one and one.isdigit())


def resources_named(
    estate: Estate,
) -> Iterator[tuple[Word, Reading | None, re.Match[str]]]:
    """ARNs without wildcards that statements of identities name."""
    for policy in estate.policies:
        if policy.kind == "identity":
            reading = estate.file_of(policy)
            for word in (w for one in policy.statements for w in words_of(one)):
                found = OF_ACCOUNT.fullmatch(word.literal or "")
                if found is not None:
                    yield word, reading, found


def words_of(statement: Statement) -> tuple[Word, ...]:
    return statement.resources or () if statement.allows else ()


def twins(number: str, known: frozenset[str]) -> Iterator[str]:
    """Accounts of which one digit is another, or two beside each other have changed places."""
    for one in sorted(known):
        apart = [at for at in range(12) if one[at] != number[at]]
        if len(apart) == 1:
            yield one
        elif len(apart) == 2 and apart[1] == apart[0] + 1:
            first, second = apart
            if one[first] == number[second] and one[second] == number[first]:
                yield one


def thing(estate: Estate, arn: Text, reading: Reading | None) -> Resource | Identity | None:
    """What is declared under an ARN, for certain."""
    if OF_ROLE in str(arn):
        roles = estate.roles_named(arn, reading)
        return roles[0] if len(roles) == 1 and roles[0].created else None
    found, _ = estate.resources_named(arn, reading)
    return found[0] if len(found) == 1 and found[0].created else None

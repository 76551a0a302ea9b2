"""ARNs of which the account is that of something in view, but for a slip of the pen.

Accounts have twelve digits that AWS draws: two that differ in one of them do not meet by chance.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
"""

from __future__ import annotations

import re

from iamlint.catalog import roles
from iamlint.finding import UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .nearly import is_there_for_certain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Reading, Resource

    from . import Estate

OF_ACCOUNT: Final = re.compile(r"(arn:[^:]*:[^:]*:[^:]*:)(\d{12})(:[^*?$]+)")
OF_ROLE: Final = ":role/"
BESIDE: Final = 4
"""Digits in a row of which the order may have been mixed up: `2233` for `3322`."""


class Named(NamedTuple):
    """An ARN, as a resource or as a principal; `beside`: the ARNs of others that the policy lets
    in, where it is a principal.
    """

    word: Word
    beside: frozenset[str] | None = None


class Misnumbered(NamedTuple):
    """A statement names what is in no account in view, or lets it in; `meant` is of that name in
    account `number`, which is nearly the one that is written.
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
    named = [*resources_named(estate), *principals_named(estate)] if known else []
    whole = frozenset(found[0] for one, _, found in named if one.beside is None)
    strange = {found[2] for _, _, found in named} - known
    near = {one: twin for one in strange if (twin := next(twins(one, known), ""))}
    if len(near) != 1:
        return
    for word, reading, found in named:
        number = near.get(found[2], "")
        right = found[1] + number + found[3]
        if number and right not in (whole if word.beside is None else word.beside):
            meant = thing(estate, Text(right), reading)
            if meant is None or account_of(meant).literal != number:
                continue
            if word.beside is None or not (is_told_of(estate, meant)):
                yield Misnumbered(word.word, found[2], number, meant)


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
) -> Iterator[tuple[Named, Reading | None, re.Match[str]]]:
    """ARNs without wildcards that statements of identities name."""
    for policy in estate.policies:
        if policy.kind == "identity":
            reading = estate.file_of(policy)
            for word in (w for one in policy.statements for w in words_of(one)):
                found = OF_ACCOUNT.fullmatch(word.literal or "")
                if found is not None:
                    yield Named(word), reading, found


def principals_named(estate: Estate) -> Iterator[tuple[Named, Reading | None, re.Match[str]]]:
    """Roles and users that policies on resources and roles let in."""
    for policy in estate.policies:
        reading = estate.file_of(policy)
        let_in = [
            entry for one in policy.statements if one.allows for entry in one.principals or ()
        ]
        entries = [
            (entry, found)
            for entry in let_in
            if entry.type == "AWS" and (found := OF_ACCOUNT.fullmatch(entry.value.literal or ""))
        ]
        beside = frozenset(found[0] for _, found in entries)
        for entry, found in entries:
            if OF_ROLE in found[0]:
                yield Named(entry.value, beside), reading, found


def is_told_of(estate: Estate, meant: Resource | Identity) -> bool:
    """That it is not let in is said where it is granted what it needs that for."""
    refused = {
        one.identity for one in estate.refused_by_resources() if one.confidence != UNVERIFIED
    }
    refused |= {
        one.caller for one in estate.unchained(roles.ASSUME) if one.confidence != UNVERIFIED
    }
    return meant in refused


def words_of(statement: Statement) -> tuple[Word, ...]:
    return statement.resources or () if statement.allows else ()


def twins(number: str, known: frozenset[str]) -> Iterator[str]:
    """Accounts of which one digit is another, or a few beside each other have changed places."""
    for one in sorted(known):
        if len(one) != len(number):
            continue  # a file may say anything to be its account
        apart = [at for at in range(len(number)) if one[at] != number[at]]
        if len(apart) == 1:
            yield one
        elif apart and apart[-1] - apart[0] < BESIDE:
            first, last = apart[0], apart[-1] + 1
            if sorted(one[first:last]) == sorted(number[first:last]):
                yield one


def thing(estate: Estate, arn: Text, reading: Reading | None) -> Resource | Identity | None:
    """What is declared under an ARN, for certain."""
    if OF_ROLE in str(arn):
        found = estate.roles_named(arn, reading)
        return found[0] if len(found) == 1 and is_there_for_certain(found[0]) else None
    held, _ = estate.resources_named(arn, reading)
    return held[0] if len(held) == 1 and held[0].created else None

"""Calls that always pass a role: what they create cannot be without one."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text, join

from . import names
from .accounts import account_of
from .passing import Passing
from .presence import naming, possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity
    from iamlint.text.node import When

    from . import Estate
    from .joined import Attached


def creations(estate: Estate) -> Iterator[Passing]:
    """Every such call that a role or user is allowed by its name; in file order."""
    rows = estate.catalog.table("role_passing_calls")
    calls = {row["action"].lower(): tuple(row["services"]) for row in rows}
    wanted = frozenset(calls)
    for identity in estate.identities:
        if identity.kind in ("role", "user"):
            for attached in estate.policies_of(identity).attached:
                if attached.sure and not attached.bundled:
                    yield from _allowed(identity, attached, calls, wanted)


def _allowed(
    identity: Identity,
    attached: Attached,
    calls: Mapping[str, tuple[str, ...]],
    wanted: frozenset[str],
) -> Iterator[Passing]:
    around = identity.when | attached.when | attached.policy.when
    for statement, word in naming(attached.policy, wanted):
        when = around | statement.when | word.when
        if possible(when):
            services = calls[(word.literal or "").lower()]
            yield _created(identity, statement, word, services, when)


def _created(
    identity: Identity, statement: Statement, word: Word, services: tuple[str, ...], when: When
) -> Passing:
    role, call = some_role(identity), str(word)
    return Passing(identity, None, role, services, f"may `{call}`", call, (), when, word, statement)


def some_role(identity: Identity) -> Text:
    """Some role of an identity's account."""
    partition = names.partition(identity.arn)
    if partition is None:
        partition = identity.reading.partition if identity.reading is not None else Text("aws")
    last = Text("role/", Hole("some role", ANY, why="it may be any role of the account"))
    return join([Text("arn"), partition, Text("iam"), Text(), account_of(identity), last], ":")

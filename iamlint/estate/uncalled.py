"""What the roles of functions are granted and the functions' code never calls.

Only what is certain is told: all that runs as the role is code in view, which calls nothing by a
name that is put together and runs beside nothing that may call AWS of its own.

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .forwarding import forwarders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Code, Identity, Resource

    from . import Estate

BY_LAMBDA = ("event source", "destination", "network", "tracing", "logs")
"""Parts of the work of a role that Lambda does itself."""


class Uncalled(NamedTuple):
    """Actions of a statement that no function calls. `others`: it has more than these."""

    role: Identity
    statement: Statement
    words: tuple[Word, ...]
    codes: tuple[Code, ...]
    others: bool


def uncalled(estate: Estate) -> Iterator[Uncalled]:
    """By role, a statement once; one that several have, where none of them calls it."""
    codes: dict[Resource, list[Code]] = {}
    for reading in estate.readings:
        for code in reading.codes:
            codes.setdefault(code.holder, []).append(code)
    if not codes:
        return
    names = callable_names(estate)
    needed = needed_otherwise(estate)
    unnamed = frozenset(row["service"] for row in estate.catalog.table("called_for_others"))
    found: dict[Statement, Uncalled] = {}
    spared: set[Statement] = set()
    for identity in estate.identities:
        own = codes_of(estate, identity, codes)
        forwarding: frozenset[str] = forwarders(estate, identity) if own else frozenset()
        for attached in estate.policies_of(identity).attached:
            if attached.bundled or attached.policy.by_aws:
                continue
            for statement in attached.policy.statements:
                words: tuple[Word, ...] = ()
                if own and attached.sure and all(code.whole for code in own):
                    words = idle(statement, own, names, needed, unnamed, forwarding)
                one = Uncalled(identity, statement, words, own, False)
                before = found.get(statement, one)
                words = tuple(word for word in words if word in before.words)
                if not words:
                    spared.add(statement)
                    continue
                found[statement] = before._replace(
                    words=words,
                    codes=tuple(dict.fromkeys((*before.codes, *own))),
                    others=len(words) < len(statement.actions or ()),
                )
    yield from (one for statement, one in found.items() if statement not in spared)


def codes_of(
    estate: Estate, role: Identity, codes: Mapping[Resource, list[Code]]
) -> tuple[Code, ...]:
    """The code of all that runs as a role; nothing where that of something is not in view."""
    found: list[Code] = []
    for workload in estate.workloads_of(role):
        own = codes.get(workload.resource, []) if workload.resource is not None else []
        if not own:
            return ()
        found += own
    return tuple(found)


def idle(
    statement: Statement,
    codes: tuple[Code, ...],
    names: Mapping[str, frozenset[str]],
    needed: frozenset[str],
    unnamed: frozenset[str],
    forwarding: frozenset[str],
) -> tuple[Word, ...]:
    """The actions of a statement that no code calls. None of services that are called without being
    named: `unnamed` ones by many others, any by one that is `forwarding`.
    """
    found = []
    for word in (statement.actions or ()) if statement.allows else ():
        action = (word.literal or "*").lower()
        service = action.partition(":")[0]
        if is_glob(action) or action in needed or service in unnamed or forwarding - {service}:
            continue
        called = names.get(action, frozenset()) | {action.partition(":")[2]}
        if not any(called & code.names for code in codes):
            found.append(word)
    return tuple(found)


def callable_names(estate: Estate) -> dict[str, frozenset[str]]:
    """By action in lower case the names of what has it checked, other than its own."""
    found: dict[str, set[str]] = {}
    catalog = estate.catalog
    for api, actions in catalog.api_names.items():
        for action in actions:
            found.setdefault(action.lower(), set()).add(api.partition(":")[2].lower())
    for row in catalog.table("sdk_methods"):
        service = row["on"].partition(".")[0]
        operation = f"{service}:{row['operation']}"
        method = row["method"].replace("_", "").lower()
        for action in catalog.actions_behind(operation) or (operation,):
            found.setdefault(action.lower(), set()).add(method)
    services = {row["client"]: row["service"] for row in catalog.table("sdk_clients")}
    for row in catalog.table("sdk_waiters"):
        operation = f"{services.get(row['client'], row['client'])}:{row['operation']}"
        waiter = row["waiter"].replace("_", "").lower()
        for action in catalog.actions_behind(operation) or (operation,):
            found.setdefault(action.lower(), set()).add(waiter)
    return {action: frozenset(names) for action, names in found.items()}


def needed_otherwise(estate: Estate) -> frozenset[str]:
    """Actions that services do with the role of a function: read what triggers it, write its logs,
    put it into a network; in lower case.
    """
    found: set[str] = set()
    for row in estate.catalog.table("role_needs"):
        if row["work"] in BY_LAMBDA:
            found.update(
                action.lower() for action in (*row.get("actions", ()), *row.get("any", ()))
            )
    return frozenset(found)

"""Managed policies that AWS made for the role of one service, on a role that only others assume.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from . import Estate

TABLE = "managed_policy_users"


class Misfit(NamedTuple):
    """`place`: what attaches the policy; `meant`: the services for whose role it is."""

    role: Identity
    name: str
    place: Placed
    meant: tuple[str, ...]
    trusted: tuple[str, ...]


def misfits(estate: Estate) -> Iterator[Misfit]:
    """In file order; only roles that nobody but services assumes, each by its known name."""
    rows = {row["policy"]: tuple(row["principals"]) for row in estate.catalog.table(TABLE)}
    for role in estate.identities:
        if role.kind != "role" or role.trust is None:
            continue
        for attached in estate.policies_of(role).attached:
            arn = attached.policy.arn if attached.bundled and attached.sure else None
            name = str(arn).rpartition("/")[2] if arn is not None else ""
            if name not in rows or not possible(role.when | attached.when):
                continue
            trusted = services_of(estate, role)
            if trusted and not {*trusted} & {*rows[name]} and not is_said(estate, role):
                yield Misfit(role, name, attached.place, rows[name], trusted)


def is_said(estate: Estate, role: Identity) -> bool:
    """It is told that it lacks what its work needs, or that it keeps out the service that it is
    for.
    """
    return any(one.role is role for one in estate.shortfalls("target")) or any(
        one.role is role for one in estate.untrusted_services()
    )


def services_of(estate: Estate, role: Identity) -> tuple[str, ...]:
    """Who may assume a role; none where somebody else may, or that is not known."""
    trust = role.trust
    if trust is None or not trust.whole or trust.when:
        return ()
    found: dict[str, None] = {}
    for statement in trust.statements:
        for entry in statement.principals or ():
            if entry.type != "Service" or entry.value.literal is None:
                return ()
            found[estate.engine.service_named(entry)] = None
        if statement.principals is None:
            return ()
    return tuple(found)

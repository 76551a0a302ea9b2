"""Roles that a service may assume for what is in another account alone, where it assumes a role for
what is in the role's own.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from . import names
from .accounts import account_of
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate

ACCOUNT_KEY, ARN_KEY = "aws:sourceaccount", "aws:sourcearn"
ACCOUNT: Final = re.compile(r"\d{12}")


class ForeignSource(NamedTuple):
    """`condition` wants calls from the account `theirs`; the role is of `own`."""

    role: Identity
    condition: Condition
    service: str
    theirs: str
    own: str


def foreign_sources(estate: Estate) -> Iterator[ForeignSource]:
    """In file order. None of roles as which something in view runs: of these it is told there."""
    rows = estate.catalog.table("home_roles")
    at_home = frozenset(row["service"] for row in rows)
    for role in estate.identities:
        own = account_of(role).literal if role.kind == "role" and role.trust is not None else None
        if own is None or role.trust is None:
            continue
        for statement in role.trust.statements:
            service = service_of(statement, at_home)
            if not service or not possible(role.when | statement.when):
                continue
            for condition in statement.conditions:
                theirs = account_wanted(estate, condition)
                if theirs and theirs != own and not estate.workloads_of(role):
                    yield ForeignSource(role, condition, service, theirs, own)
                    break


def service_of(statement: Statement, at_home: frozenset[str]) -> str:
    """The service that a statement lets in, where it lets in one of these and nobody else."""
    entries = statement.principals or ()
    if not statement.allows or statement.gaps or not statement.conditions or len(entries) != 1:
        return ""
    name = entries[0].value.literal or ""
    return name if entries[0].type == "Service" and name in at_home else ""


def account_wanted(estate: Estate, condition: Condition) -> str:
    """The one account from which a condition wants calls; empty for none, and for several."""
    key = (condition.key.literal or "").lower()
    if key not in (ACCOUNT_KEY, ARN_KEY) or not estate.engine.demands(condition):
        return ""
    found = set()
    for word in condition.values:
        text: Text | None = word.text if key == ACCOUNT_KEY else names.account_in(word.text)
        found.add((text.literal or "") if text is not None else "")
    alone = found.pop() if len(found) == 1 else ""
    return alone if ACCOUNT.fullmatch(alone) else ""

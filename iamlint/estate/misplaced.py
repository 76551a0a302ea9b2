"""Roles that a property names and that cannot be used there: those of another account, and
service-linked roles of another service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

from __future__ import annotations

from iamlint.catalog import roles
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import RoleUse
    from iamlint.text.holes import Text

    from . import Estate


class Misplaced(NamedTuple):
    """A use of a role that cannot be: `why` reads after the role's ARN."""

    use: RoleUse
    role: Text
    why: str


def misplaced(estate: Estate) -> Iterator[Misplaced]:
    """Every such use; in file order."""
    own_only = _passed_at_home(estate)
    handed = {row["type"]: row["passed"] for row in estate.catalog.table("role_handings")}
    for reading in estate.readings:
        for use in reading.role_uses:
            if not use.principals or use.by_profile:
                continue
            if use.type in handed and use.address.endswith(handed[use.type]):
                continue  # it belongs to the account of the role that passes it
            for text in use.role_ref.alternatives():
                why = _foreign(use, text, own_only) or _linked(use, text)
                if why:
                    yield Misplaced(use, text, why)


def _passed_at_home(estate: Estate) -> frozenset[str]:
    """Services that take roles of their own account alone."""
    table = estate.catalog.table
    calls = {service for row in table("role_passing_calls") for service in row["services"]}
    return frozenset(calls | {row["principal"] for row in table("role_takers") if row["compute"]})


def _foreign(use: RoleUse, text: Text, own_only: frozenset[str]) -> str:
    """Why a role of another account will not do."""
    account = names.account_in(text)
    own = account_of(use)
    if account is None or own.literal is None or account.literal in (None, own.literal):
        return ""
    if not own_only.issuperset(use.principals):
        return ""
    return f"belongs to account {account}, and {use.by} to account {own}"


def _linked(use: RoleUse, text: Text) -> str:
    """Why a service-linked role will not do: it trusts one service, which its path names."""
    parts = names.segments(text)
    linked = f"role{roles.path_of(roles.SERVICE_LINKED)}"
    if parts is None or not parts[5].prefix.startswith(linked):
        return ""
    service = parts[5].prefix.removeprefix(linked).partition("/")[0]
    if not service.endswith(".amazonaws.com"):
        return ""
    wanted = (*use.principals, *use.instead)
    if any(service == one or service.endswith(f".{one}") for one in wanted):
        return ""
    return f"trusts `{service}` alone, and `{use.principals[0]}` is to assume it"

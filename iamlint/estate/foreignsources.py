"""Trust policies that want a service to act for something in another account than the role's.

Nobody passes a role to what is in another account: what runs as a role, and what a service tells of
as its source, lies in the account of the role.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from iamlint.access.engine.expecting import Unsent
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final

from . import names
from .accounts import account_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Word
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate

ACCOUNT, ARN = "aws:sourceaccount", "aws:sourcearn"
MEANT: Final = {
    ACCOUNT: "the account of the role, {account}",
    ARN: "an ARN of {account}, the account of the role",
}


def foreign_sources(estate: Estate, condition: Condition) -> Iterator[Unsent]:
    """The values of a condition, where each is, or is in, another account than the role. Not where
    something in view runs as the role: what that sends is known.
    """
    key = (condition.key.literal or "").lower()
    if key not in MEANT or not condition.values or not estate.engine.demands(condition):
        return
    entries = condition.statement.principals or ()
    if not entries or any(entry.type != "Service" for entry in entries):
        return
    services = [estate.engine.service_named(entry) for entry in entries]
    if not all(is_at_home(estate, one) for one in services):
        return
    role = estate.role_trusting_by(condition.statement.policy)
    account = account_of(role).literal if role is not None and role.created else None
    if role is None or account is None or is_known(estate, role):
        return
    found = [account_meant(word, key) for word in condition.values]
    if all(one and one != account for one in found):
        for word in condition.values:
            yield Unsent(word, MEANT[key].format(account=account), account * (key == ACCOUNT))


def sources_of_others(estate: Estate, condition: Condition) -> Iterator[Unsent]:
    """ARNs that are of something else than what the service assumes roles for. Not where something
    in view runs as the role: what that sends is known.
    """
    found = list(estate.engine.sources_of_others(condition))
    role = estate.role_trusting_by(condition.statement.policy) if found else None
    if role is None or not is_known(estate, role):
        yield from found


def is_at_home(estate: Estate, service: str) -> bool:
    """It assumes roles for what is in their own account alone."""
    return any(row["service"] == service for row in estate.catalog.table("home_roles"))


def is_known(estate: Estate, role: Identity) -> bool:
    """What runs as the role is in view."""
    wired = any(one.role is role for one in estate.wires)
    return wired or bool(estate.workloads_of(role))


def account_meant(word: Word, key: str) -> str:
    """The one account that a value is, or that an ARN names; empty where it is not known."""
    if key == ACCOUNT:
        text: Text | None = word.text
    else:
        parts = names.segments(word.text)
        text = parts[4] if parts is not None else None
    literal = text.literal if text is not None else None
    return literal if literal and not is_glob(literal) and "$" not in literal else ""

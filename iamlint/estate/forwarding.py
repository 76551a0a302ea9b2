"""Services that work with the rights of whoever calls them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity

    from . import Estate


def forwarders(estate: Estate, role: Identity) -> frozenset[str]:
    """The services that a role may call and that then work with its rights; `*` among them where
    not all that it may call are known.
    """
    services = {row["service"] for row in estate.catalog.table("forwarding_services")}
    called = {"*" if is_glob(one) else one for one in called_by(estate, role)}
    return frozenset(called & {*services, "*"})


def direct(estate: Estate, role: Identity) -> dict[str, str | None]:
    """What tells requests of a role that come from no service with its rights, where none may."""
    return {} if forwarders(estate, role) else {"aws:ViaAWSService": "false"}


def called_by(estate: Estate, role: Identity) -> Iterator[str]:
    """The services that a role is allowed actions of; `*` where they are not known."""
    for attached in estate.policies_of(role).attached:
        for statement in attached.policy.statements:
            if not statement.allows:
                continue
            if statement.actions is None:
                yield "*"
            for word in statement.actions or ():
                yield (word.literal or "*").partition(":")[0].lower()

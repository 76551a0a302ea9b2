"""What services decide by themselves, whatever policies say, by the rows of `service_decisions`."""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final

from .callers import ANONYMOUS, FEDERATED, ROOT, USER, Caller
from .facts import bundled, decided_by, is_about, rcp_services
from .truth import NO, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.text.globs import Tokens
    from iamlint.text.holes import Text

_USERS: Final[tuple[str, ...]] = ("always", "always_users")
_ALWAYS: Final[Mapping[str, tuple[str, ...]]] = {ANONYMOUS: (), USER: _USERS, ROOT: _USERS}


def always(caller: Caller, action: str, resource: Text) -> Truth:
    """The service grants it, against an explicit deny too."""
    found = NO
    for rule in _ALWAYS.get(caller.kind, ("always",)):
        found |= decided_by(rule, action, resource)
    return found


def never(caller: Caller, action: str, resource: Text) -> Truth:
    """The service refuses it, to everybody or to callers of this kind."""
    found = decided_by("never", action, resource)
    if caller.kind == ROOT:
        found |= decided_by("not_root", action, resource)
    elif caller.kind == ANONYMOUS:
        found |= decided_by("signed", action, resource)
    elif caller.kind == FEDERATED:
        found |= ~decided_by("federated", action, resource)
    return found


def kept_at_home(action: str, resource: Text) -> Truth:
    """No policy on the resource gives it to another account."""
    return decided_by("own_account", action, resource)


@lru_cache(maxsize=32768)
def sort_of(action: str) -> int:
    """Actions of one sort are decided alike: the same rows are about them, as bits."""
    found = int(action.partition(":")[0].lower() in rcp_services())
    for index, row in enumerate(bundled().table("service_decisions"), start=1):
        found |= is_about(row, action) << index
    return found


def marks(action: str) -> tuple[Tokens, ...]:
    """Patterns of ARNs that the service's own decisions on an action hang on."""
    return _marks(sort_of(action))


@lru_cache(maxsize=128)
def _marks(sort: int) -> tuple[Tokens, ...]:
    rows = enumerate(bundled().table("service_decisions"), start=1)
    patterns = [row["resource"] for index, row in rows if sort >> index & 1]
    return tuple(dict.fromkeys(tokens(one) for one in patterns if one != "*"))

"""What the engine asks of the catalogue: facts about AWS that a decision hangs on."""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.globs import match, tokens
from iamlint.text.hints import TYPE_CHECKING, Any

from .arns import by_segment
from .truth import NO, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.catalog import Catalog
    from iamlint.text.globs import Tokens
    from iamlint.text.holes import Text


def bundled() -> Catalog:
    """The catalogue that comes with the tool."""
    from iamlint.catalog import catalog

    return catalog()


@lru_cache(maxsize=1024)
def multivalued(key: str) -> bool:
    """A request may carry several values of this condition key."""
    found = bundled().condition_key(key)
    return found is not None and found.multivalued


@lru_cache(maxsize=1)
def always_present() -> tuple[str, ...]:
    """Context keys that every signed request carries."""
    return tuple(row["key"] for row in bundled().table("keys_always_present"))


@lru_cache(maxsize=1)
def usual_values() -> dict[str, str]:
    """A value for each key that every request carries and the caller does not tell; names in lower
    case.
    """
    rows = bundled().table("keys_always_present")
    return {row["key"].lower(): row["usual"] for row in rows if "usual" in row}


@lru_cache(maxsize=1)
def rcp_services() -> frozenset[str]:
    """Services whose resources resource control policies limit."""
    return frozenset(row["service"] for row in bundled().table("rcp_services"))


def decided_by(rule: str, action: str, resource: Text) -> Truth:
    """Does a service decide this action on this resource by a rule of its own?

    `rule`: `always`, `always_users`, `never`, `trust`, `key`, `not_root`, `signed`, `federated`,
    `own_account`, `owner_root_despite_deny`, `no_rcp`, `needs_resource`.
    """
    found = NO
    for pattern in _decided_on(rule, action):
        found |= YES if pattern is None else by_segment(pattern, resource)
    return found


@lru_cache(maxsize=16384)
def _decided_on(rule: str, action: str) -> tuple[Tokens | None, ...]:
    """The patterns of what a service decides an action on by a rule of its own; None for all."""
    return tuple(
        None if row["resource"] == "*" else tokens(row["resource"])
        for row in bundled().table("service_decisions")
        if row["rule"] == rule and is_about(row, action)
    )


def is_about(row: Mapping[str, Any], action: str) -> bool:
    """A row of `service_decisions` is about the action."""
    return any(match(a, action, fold=True) for a in row["actions"]) and not any(
        match(a, action, fold=True) for a in row.get("except", ())
    )


@lru_cache(maxsize=4096)
def further_resources(action: str) -> tuple[str, ...]:
    """Templates of ARNs on which an action is authorised although it is about no resource."""
    found = bundled().action(action)
    return found.arns if found is not None else ()


@lru_cache(maxsize=4096)
def doubtful_resources(action: str) -> str:
    """Why it is not certain what an action is authorised on, else empty."""
    found = bundled().action(action)
    return found.doubt if found is not None else ""


@lru_cache(maxsize=256)
def caveats(service: str) -> tuple[str, ...]:
    """What a service looks at beside policies."""
    rows = bundled().table("service_caveats")
    return tuple(row["caveat"] for row in rows if row["service"] == service)

"""What the requests of an identity are known to carry, and not to carry, beside who makes them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from iamlint.access.facts import usual_values
from iamlint.catalog.tagkeys import PRINCIPAL_TAG
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

from .bearing import session_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.access.engine import Engine
    from iamlint.model.policy import Condition, Policy
    from iamlint.model.things import Identity

Facts = tuple[tuple[str, Text | None], ...]
"""Condition keys in lower case, each with its value; None for one that is not there."""
ENCRYPTED: Final = "aws:securetransport"
"""Whoever calls by AWS's own tools calls over TLS."""


def facts_of(identity: Identity, keys: Iterable[str], engine: Engine) -> Facts:
    """Of condition keys in lower case those of which it is known what requests carry."""
    return tuple(_facts(identity, keys, engine))


def _facts(
    identity: Identity, keys: Iterable[str], engine: Engine
) -> Iterator[tuple[str, Text | None]]:
    tags, looked = None, False
    for key in keys:
        if key.startswith(PRINCIPAL_TAG):
            if not looked:
                tags, looked = session_tags(identity, engine), True
            if tags is not None:
                value, sure = tags.of(key.removeprefix(PRINCIPAL_TAG))
                if sure:
                    yield key, value
        elif key == ENCRYPTED:
            yield key, Text(usual_values()[key])
        elif engine.never_has(key, identity):
            yield key, None


def asked_keys(policies: Iterable[Policy], engine: Engine) -> tuple[str, ...]:
    """The keys of which something may be known, that some statement asks for."""
    found = {
        key
        for policy in policies
        for statement in policy.statements
        for key in keys_of(statement.conditions)
    }
    return tuple(
        key
        for key in sorted(found)
        if key.startswith(PRINCIPAL_TAG) or key == ENCRYPTED or engine.is_of_some_callers(key)
    )


def keys_of(conditions: Iterable[Condition]) -> Iterator[str]:
    """The keys for which conditions ask, in lower case."""
    for condition in conditions:
        yield (condition.key.literal or "").lower()

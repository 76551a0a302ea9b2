"""Statements that look like IAM's and are of another language: those of stack policies."""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.text.node import Mapping


@lru_cache(maxsize=1)
def beginnings() -> tuple[str, ...]:
    """How the actions of such statements begin."""
    from iamlint.catalog import catalog

    return tuple([row["begins"] for row in catalog().table("other_policies")])


def is_strange(statement: Mapping) -> bool:
    """All its actions are of another language."""
    value = statement.get("Action")
    items = value.items if isinstance(value, Sequence) else [value]
    first = items[0] if items else None
    if not isinstance(first, Scalar) or not str(first.value).startswith(beginnings()):
        return False
    return all(isinstance(i, Scalar) and str(i.value).startswith(beginnings()) for i in items)

"""The catalogue's tables about the AWS provider: types, policies, statements, encryption."""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog.tables import load
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one table."""
    found: list[dict[str, Any]] = load(name)["rows"]
    return found


@lru_cache
def types() -> dict[str, dict[str, Any]]:
    """What is known of each type: its names, its ARN, what its attributes are made of."""
    return {row["type"]: row for row in rows("terraform_types")}


@lru_cache
def by_type(name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by the type they are about."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(name):
        found.setdefault(row["type"], []).append(row)
    return found

"""The catalogue's tables about templates, by resource type."""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Either, Unknown

from .places import walk
from .values import as_text

if TYPE_CHECKING:
    from iamlint.text.node import Node

    Row = dict[str, Any]

_tables: dict[str, dict[str, list[Row]]] = {}


def rows(table: str, type: str) -> list[Row]:
    """The rows of a table about a resource type."""
    if table not in _tables:
        found: dict[str, list[Row]] = {}
        for row in catalog().table(table):
            found.setdefault(row["type"], []).append(row)
        _tables[table] = found
    return _tables[table].get(type, [])


def counts(row: Row, properties: Node | None) -> bool | None:
    """Does a row count for these properties? None where that is not known."""
    wanted = row.get("when")
    if wanted is None:
        return True
    path, *values = wanted
    answer: bool | None = False
    for place in walk(properties, path, ""):
        text = None if isinstance(place.node, (Unknown, Either)) else as_text(place.node)
        if text is None or text.literal is None:
            answer = None
        elif text.literal in values:
            return True
    return answer

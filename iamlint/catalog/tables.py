"""The overlay tables: reviewed facts about AWS, a JSON file each, a row a line.

A file is `{"date": …, "source": …, "rows": […]}`; each row names its own source where it has one.
"""

from __future__ import annotations

import json
from os import path

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

DATA = path.join(path.dirname(path.abspath(__file__)), "data")


def load(name: str) -> dict[str, Any]:
    """The whole file. Raises `KeyError` when there is no table of that name."""
    table: dict[str, Any] = json.loads(text_of(name))
    return table


def text_of(name: str) -> str:
    """The file as it is written. Raises `KeyError` when there is no table of that name."""
    try:
        with open(path.join(DATA, f"{name}.json"), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        raise KeyError(f"the catalog has no table {name!r}") from None


def rows_that_begin(text: str, beginning: str) -> list[dict[str, Any]]:
    """Of a table's text, the rows that begin so, in their order; the others are not parsed."""
    lines = []
    place = text.find(f"\n{beginning}")
    while place >= 0:
        end = text.index("\n", place + 1)
        lines.append(text[place + 1 : end].removesuffix(","))
        place = text.find(f"\n{beginning}", end)
    rows: list[dict[str, Any]] = json.loads(f"[{','.join(lines)}]")
    return rows

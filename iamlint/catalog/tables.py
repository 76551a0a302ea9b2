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
    try:
        file = open(path.join(DATA, f"{name}.json"), encoding="utf-8")  # noqa: SIM115
    except FileNotFoundError:
        raise KeyError(f"the catalog has no table {name!r}") from None
    with file:
        table: dict[str, Any] = json.load(file)
    return table

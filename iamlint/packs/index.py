"""The index of a pack: what its rules say of themselves, without importing one.

A wheel carries it as `index.json`, written when the wheel is built. Elsewhere it is read from the
rules' own text and kept beside their bytecode, in the same form, until a file changes.
"""

from __future__ import annotations

import marshal
import os
import sys

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEX = "index.json"
KEPT = os.path.join("__pycache__", f"index.{sys.implementation.cache_tag}")
FORM = 4
"""Changes when the rows change their shape."""

Row = tuple[Any, ...]
"""The fields of `packs.Rule` but for `package`; the file is relative to the folder."""


def index_of(folder: str) -> list[Row]:
    """The rows of a folder of rules, sorted by shelf and name.

    Raises UserError with file and line for a rule that is not as a rule must be.
    """
    built = built_in(folder)
    if built.get("form") == FORM:
        return [frozen(row) for row in built["rules"]]
    state = sorted(signatures(folder))
    kept = kept_in(folder)
    if kept.get("form") == FORM and kept.get("files") == state:
        rows: list[Row] = kept["rules"]
        return rows
    rows = build(folder, [path for path, *_ in state])
    keep(folder, {"form": FORM, "files": state, "rules": rows})
    return rows


def build(folder: str, files: list[str] | None = None) -> list[Row]:
    """The rows, read from the text of the rules."""
    from .reading import read_rule

    return [read_rule(folder, path) for path in (rule_files(folder) if files is None else files)]


def frozen(row: list[Any]) -> tuple[Any, ...]:
    """Lists become tuples, as they were before they went through JSON."""
    for place, value in enumerate(row):
        if type(value) is list:
            row[place] = frozen(value) if value else ()
    return tuple(row)


def rule_files(folder: str) -> list[str]:
    """`shelf/rule.py` of every rule, sorted; names that begin with `_` or `.` are no rules."""
    return sorted(path for path, *_ in signatures(folder))


def signatures(folder: str) -> Iterator[tuple[str, int, int]]:
    """Of every rule its file, and what tells that this is another than it was: its size and the
    time of its change.
    """
    with os.scandir(folder) as shelves:
        names = [entry.name for entry in shelves if entry.is_dir() and is_name(entry.name)]
    for shelf in names:
        with os.scandir(os.path.join(folder, shelf)) as entries:
            for entry in entries:
                if entry.name.endswith(".py") and is_name(entry.name):
                    status = entry.stat()
                    yield f"{shelf}/{entry.name}", status.st_size, status.st_mtime_ns


def is_name(name: str) -> bool:
    return name[:1] not in ("_", ".")


def built_in(folder: str) -> dict[str, Any]:
    """The index that was built with a pack; empty where there is none or it is damaged."""
    try:
        with open(os.path.join(folder, INDEX), encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return {}
    import json

    try:
        index = json.loads(text)
    except ValueError:
        return {}
    return index if isinstance(index, dict) else {}


def kept_in(folder: str) -> dict[str, Any]:
    """The index that was kept; empty where there is none or it is damaged."""
    try:
        with open(os.path.join(folder, KEPT), "rb") as file:
            index = marshal.loads(file.read())  # noqa: S302  (stands beside bytecode)
    except (OSError, EOFError, TypeError, ValueError):
        return {}
    return index if isinstance(index, dict) else {}


def keep(folder: str, index: dict[str, Any]) -> None:
    """Keep an index; where that is not possible, the rules' text is read again next time."""
    path = os.path.join(folder, KEPT)
    partial = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(partial, "wb") as file:
            file.write(marshal.dumps(index))
        os.replace(partial, path)
    except OSError:
        return

"""Where a key stands in the text of a TOML file.

The reader of TOML gives values without places. This looks for the lines that open tables and set
keys, as people write them; where it finds nothing, it gives the line of the nearest table.
"""

from __future__ import annotations

import re

Path = tuple["str | int", ...]

HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
SETTING = re.compile(
    r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*="
)
PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def parts(dotted: str) -> tuple[str, ...]:
    """`tool."a.b".c` as its three keys."""
    return tuple(a or b or c for a, b, c in PART.findall(dotted))


def offset_of(text: str, path: Path) -> int:
    """The offset at which the key at `path` begins; numbers in a path count items of lists of
    tables. The deepest part of the path that can be found counts.
    """
    best, best_depth = 0, 0
    table: Path = ()
    counts: dict[tuple[str, ...], int] = {}
    position = 0
    for line in text.splitlines(keepends=True):
        header = HEADER.match(line)
        if header:
            name = parts(header[2])
            table = name
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (*name, counts[name])
            found, column = table, header.start(2)
        else:
            setting = SETTING.match(line)
            found, column = (), 0
            if setting:
                found, column = (*table, *parts(setting[1])), setting.start(1)
        depth = shared(found, path)
        if depth > best_depth:
            best, best_depth = position + column, depth
        position += len(line)
    return best


def shared(found: Path, path: Path) -> int:
    """How many keys of the path stand here; none when what stands here is something else."""
    if len(found) > len(path) or found != path[: len(found)]:
        return 0
    return len(found)

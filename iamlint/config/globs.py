"""Which files a pattern in a configuration names."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression for a pattern.

    `*` and `?` stay within a name, `**` passes folders. A pattern without a slash names files or
    folders at any depth, another one is held against the whole path. What names a folder names all
    that is in it.
    """
    pattern = pattern.removeprefix("./")
    anchored = "/" in pattern.rstrip("/")
    body = "".join(
        translated(part) for part in re.split(r"(/\*\*/|\*\*/|/\*\*|\*|\?)", pattern.strip("/"))
    )
    return re.compile(("" if anchored else "(?:.*/)?") + body + r"(?:/.*)?\Z", re.DOTALL)


def translated(part: str) -> str:
    match part:
        case "/**/":
            return "/(?:.*/)?"
        case "**/":
            return "(?:.*/)?"
        case "/**":
            return "/.*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _:
            return re.escape(part)


def names(pattern: str, path: str) -> bool:
    """Does the pattern name this path (relative, with forward slashes)?"""
    return compiled(pattern).match(path) is not None

"""Which names of a sorted list does a pattern match.

Most patterns are a name or a name with a star at its end: those are a range of the sorted list.
"""

from __future__ import annotations

from bisect import bisect_left

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LAST = "\U0010ffff"


def matches(pattern: str, names: Sequence[str]) -> Iterable[int]:
    """Indices of the names that the glob matches; both in lower case, names sorted."""
    star = pattern.find("*")
    if "?" not in pattern and star in {-1, len(pattern) - 1}:
        return span_of(pattern, names)
    fixed = min(i for i in (star, pattern.find("?"), len(pattern)) if i >= 0)
    among = span_of(pattern[:fixed] + "*", names)
    if "?" in pattern:
        return [index for index in among if globs.match(pattern, names[index])]
    parts = [part for part in pattern[fixed:].split("*") if part]
    tail = "" if pattern.endswith("*") else parts.pop()
    return [index for index in among if _in_order(names[index], fixed, parts, tail)]


def _in_order(name: str, start: int, parts: list[str], tail: str) -> bool:
    """The parts follow one another from `start` on, and after them the name ends in the tail."""
    for part in parts:
        found = name.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return name.endswith(tail) and len(name) - len(tail) >= start


def span_of(pattern: str, names: Sequence[str]) -> range:
    """The range of names that are, or with a star at the end begin with, the text."""
    if pattern.endswith("*"):
        start = pattern[:-1]
        return range(bisect_left(names, start), bisect_left(names, start + LAST))
    index = bisect_left(names, pattern)
    found = index < len(names) and names[index] == pattern
    return range(index, index + found)


def bits_of(indices: Iterable[int], shift: int = 0) -> int:
    """An integer with these bits set, moved up by `shift`."""
    if isinstance(indices, range):
        return ((1 << len(indices)) - 1) << (indices.start + shift)
    found = list(indices)
    if not found:
        return 0
    flags = bytearray((max(found) >> 3) + 1)
    for index in found:
        flags[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(flags, "little") << shift


def indices_of(bits: int) -> list[int]:
    """The set bits, lowest first."""
    text = bin(bits)[:1:-1]
    found = []
    index = text.find("1")
    while index >= 0:
        found.append(index)
        index = text.find("1", index + 1)
    return found

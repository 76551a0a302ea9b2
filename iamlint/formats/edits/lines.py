"""Lines of a text, by offset."""

from __future__ import annotations

import re

_comment = re.compile(r"[ \t]*(#[^\r\n]*)?").match


def line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """The end of the line, without its line break."""
    ends = [found for found in (text.find("\n", offset), text.find("\r", offset)) if found >= 0]
    return min(ends, default=len(text))


def next_line(text: str, offset: int) -> int:
    """Where the next line begins, or the text ends."""
    end = line_end(text, offset)
    return end + (2 if text.startswith("\r\n", end) else end < len(text))


def column(text: str, offset: int) -> int:
    """How many characters stand before the offset in its line."""
    return offset - line_start(text, offset)


def indent_of(text: str, offset: int) -> str:
    """The white space that the line of the offset begins with."""
    start = line_start(text, offset)
    line = text[start : line_end(text, start)]
    return line[: len(line) - len(line.lstrip(" \t"))]


def begins_line(text: str, offset: int) -> bool:
    """Only white space stands before the offset in its line."""
    return not text[line_start(text, offset) : offset].strip(" \t")


def rest_is_empty(text: str, offset: int) -> bool:
    """Nothing but white space and a YAML comment follows in the line."""
    found = _comment(text, offset)
    return found is not None and found.end() == line_end(text, offset)

"""Lines of a text, by offset."""

from __future__ import annotations

import re

_break = re.compile(r"[\r\n]").search
_comment = re.compile(r"[ \t]*(#[^\r\n]*)?").match


def line_start(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return max(start, text.rfind("\r", start, offset) + 1)


def line_end(text: str, offset: int) -> int:
    """The end of the line, without its line break."""
    found = _break(text, offset)
    return found.start() if found else len(text)


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

"""A line of a file with a mark under the part that is meant."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.text.source import Span

TAB = 4
WIDTH = 110
"""Columns of a line that are shown; a longer one is cut around the part that is meant."""
LEAD = 30
"""Columns before that part that stay in view."""


class Frame(NamedTuple):
    """`number`: the line's number; `line`: as shown; `before` and `length`: columns before the
    mark, and of the mark."""

    number: int
    line: str
    before: int
    length: int


def frame(span: Span) -> Frame:
    """The first line of a span, and where in it the span stands."""
    source = span.source
    place = source.place(span.start)
    starts = source.line_starts
    start = starts[place.line - 1]
    end = starts[place.line] if place.line < len(starts) else len(source.text)
    line = source.text[start:end].rstrip("\r\n")
    first = place.column - 1
    last = max(first, min(len(line), first + span.end - span.start))
    first, last, line = cut(first, last, line)
    before = columns(line[:first])
    return Frame(place.line, visible(line), before, max(1, columns(line[first:last])))


def cut(first: int, last: int, line: str) -> tuple[int, int, str]:
    """Leave out what stands far from the part that is meant, in characters."""
    if len(line) <= WIDTH:
        return first, last, line
    start = max(0, min(first - LEAD, len(line) - WIDTH))
    kept = line[start : start + WIDTH]
    lead = "…" if start else ""
    tail = "…" if start + WIDTH < len(line) else ""
    return (
        first - start + len(lead),
        min(last - start, WIDTH) + len(lead),
        lead + kept + tail,
    )


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    shown = visible(text)
    if shown.isascii():
        return len(shown)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in shown
    )


def visible(text: str) -> str:
    """A text that does nothing to a terminal: tabs as blanks, control characters as pictures,
    what cannot be encoded as a question mark in a box."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " * TAB if char == "\t" else picture(char)
        for char in text
    )


def picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"

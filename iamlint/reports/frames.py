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
    while end > start and source.text[end - 1] in "\r\n":
        end -= 1
    first = place.column - 1
    last = max(first, min(end - start, first + span.end - span.start))
    first, last, line = cut(source.text, start, end, first, last)
    before = columns(line[:first])
    return Frame(place.line, visible(line), before, max(1, columns(line[first:last])))


def cut(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int, str]:
    """A line without what stands far from the part that is meant, in characters. The line may be
    all of a large file, and is never copied as a whole then.
    """
    length = end - start
    if length <= WIDTH:
        return first, last, text[start:end]
    skipped = max(0, min(first - LEAD, length - WIDTH))
    kept = text[start + skipped : start + skipped + WIDTH]
    lead = "…" if skipped else ""
    tail = "…" if skipped + WIDTH < length else ""
    return (
        first - skipped + len(lead),
        min(last - skipped, WIDTH) + len(lead),
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

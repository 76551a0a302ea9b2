"""The text inside a string, as a source of its own whose places are places of the file.

Reads every style of string once more, to know where each character stands; what comes out must
equal the string's value. Where it does not (YAML has corners), every place inside is the place of
the string, and nothing can be written into it.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import EmbeddedSource

from . import escaping
from .block_scalars import content_indent, content_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import Scalar

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?:\r\n|\r|\n)[ \t]*|.)"
)
_FOLD = r"(?:(?<![ \t])[ \t]+)?[\r\n][ \t\r\n]*"
_BREAK = re.compile(r"\r\n|\r|\n")
_SPECIAL = {
    "": re.compile(_FOLD),
    "'": re.compile(r"''|" + _FOLD),
    '"': re.compile(_ESCAPE.pattern + "|" + _FOLD),
}
_NAMED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def embedding(scalar: Scalar) -> EmbeddedSource:
    """The text of a string scalar as a source."""
    own: Callable[[], EmbeddedSource] | None = getattr(scalar, "embedding", None)
    if own is not None:  # a string of Python code
        return own()
    value = scalar.value if isinstance(scalar.value, str) else ""
    trace = _Trace(scalar.source.text)
    escape: Callable[[str], str] | None
    if scalar.style in ("|", ">"):
        escape = _trace_block(trace, scalar, value)
    else:
        escape = _trace_flow(trace, scalar)
    if trace.read == value:
        return EmbeddedSource(value, scalar.source, trace.end, trace.steps, escape)
    nowhere = [(index, scalar.start) for index in range(len(value) + 1)]
    return EmbeddedSource(value, scalar.source, scalar.end, nowhere, None)


class _Trace:
    """Characters and where they come from."""

    __slots__ = ("end", "length", "pieces", "steps", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.steps: list[tuple[int, int]] = []
        self.length = 0
        self.end = 0  # in the host, of what was taken so far

    @property
    def read(self) -> str:
        return "".join(self.pieces)

    def run(self, start: int, end: int) -> None:
        """Characters that stand for themselves."""
        if start < end:
            self.put(self.text[start:end], start)
        self.end = end

    def put(self, piece: str, start: int) -> None:
        self.steps.append((self.length, start))
        self.pieces.append(piece)
        self.length += len(piece)


def _trace_flow(trace: _Trace, scalar: Scalar) -> Callable[[str], str]:
    quotes = len(scalar.style)
    position, end = scalar.start + quotes, scalar.end - quotes
    for found in _SPECIAL[scalar.style].finditer(trace.text, position, end):
        trace.run(position, found.start())
        _special(trace, found)
        position = trace.end = found.end()
    trace.run(position, end)
    return {'"': escaping.double_quoted, "'": escaping.single_quoted, "": escaping.plain}[
        scalar.style
    ]


def _special(trace: _Trace, found: re.Match[str]) -> None:
    """A doubled quote, an escape, or line breaks with the white space around them."""
    whole, start = found[0], found.start()
    if whole == "''":
        trace.put("'", start)
    elif whole[0] == "\\":
        if whole[1] not in "\r\n":
            trace.put(_unescaped(whole), start)
    else:
        places = [start + at.start() for at in _BREAK.finditer(whole)]
        if len(places) == 1:
            trace.put(" ", start)
        for place in places[:-1]:
            trace.put("\n", place)


def _unescaped(escape: str) -> str:
    letter, code = escape[1], escape[2:]
    if letter not in "xuU":
        return _NAMED.get(letter, letter)
    if len(escape) == 12:  # a pair of surrogates
        high, low = int(code[:4], 16), int(code[-4:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return chr(int(code, 16))


def _trace_block(trace: _Trace, scalar: Scalar, value: str) -> Callable[[str], str]:
    """The lines behind `|` and `>`, and as many line breaks after them as the value has."""
    text, folds = trace.text, scalar.style == ">"
    indent = content_indent(text, scalar.start, scalar.end, value)
    position = content_start(text, scalar.start)
    breaks: list[int] = []  # since the last line with content
    before_is_normal = False  # the last line with content can be folded to the next
    while position < scalar.end:
        line_end, after = _line(text, position)
        start = position + min(indent, _spaces(text, position, line_end))
        if start < line_end:
            normal = text[start] not in " \t"
            _put_breaks(trace, breaks, folded=folds and normal and before_is_normal)
            trace.run(start, line_end)
            breaks, before_is_normal = [], normal
        breaks.append(line_end)
        position = after
    place, position = scalar.end, _line(text, scalar.end)[1]
    while trace.length < len(value) and place < len(text):
        trace.put("\n", place)
        trace.end = position
        place, position = _line(text, position)
    line_break = "\r\n" if "\r\n" in text else "\n"
    return (escaping.folded if folds else escaping.literal)(indent, line_break)


def _put_breaks(trace: _Trace, places: list[int], *, folded: bool) -> None:
    """The line breaks between two lines of content."""
    if not folded:
        kept = places
    elif len(places) == 1:
        trace.put(" ", places[0])
        return
    else:
        kept = places[:-1]
    for place in kept:
        trace.put("\n", place)


def _line(text: str, position: int) -> tuple[int, int]:
    """The end of the line at `position`, without and with its line break."""
    found = _BREAK.search(text, position)
    return (found.start(), found.end()) if found else (len(text), len(text))


def _spaces(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip(" "))

"""Strings: quoted ones with their escapes, heredocs with their indentation, and what stands in
`${…}`.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Scalar

from .directives import Marks, directive, strips_of
from .flushing import flushed
from .nodes import Literal, Opaque, Template

if TYPE_CHECKING:
    from tree_sitter import Node as Parsed

    from .expressions import Expressions

_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\nrt])|\$\$\{|%%\{')
_DOUBLED = re.compile(r"\$\$\{|%%\{")
_NAMED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_FIRST_LINE = re.compile(r"[^\n]*\n")
MARKS = ("template_interpolation", "template_directive")


class Templates:
    """Makes strings of one file's parsed nodes."""

    marks = MARKS

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.source = expressions.source

    def quoted(self, parsed: Parsed, depth: int) -> Node:
        """A string in quotes; a scalar where there is nothing in it to evaluate."""
        at = self.expressions
        start, end = at.start(parsed), at.end(parsed)
        parts = self._parts(parsed, start + 1, end - 1, depth, _ESCAPE)
        if not parts:
            return Scalar(self.source, start, end, "")
        only = parts[0]
        doubled = _DOUBLED.search(self.source.text, start, end)
        if len(parts) == 1 and isinstance(only, Literal) and not doubled:
            return Scalar(self.source, start, end, only.text)
        return Template(self.source, start, end, parts)

    def heredoc(self, parsed: Parsed, depth: int) -> Node:
        """The lines between the two marks."""
        at = self.expressions
        start, end = at.start(parsed), at.end(parsed)
        marks = [child for child in parsed.children if child.type == "heredoc_identifier"]
        first = _FIRST_LINE.match(self.source.text, start)
        if len(marks) < 2 or first is None:
            return Opaque(self.source, start, end)
        last = self.source.text.rfind("\n", 0, at.start(marks[-1])) + 1
        parts = self._parts(parsed, first.end(), max(last, first.end()), depth, _DOUBLED)
        if self.source.text.startswith("<<-", start):
            parts = flushed(parts)
        return Template(self.source, start, end, parts)

    def _parts(
        self, parsed: Parsed, start: int, end: int, depth: int, escape: re.Pattern[str]
    ) -> list[Literal | Node]:
        """Literals and expressions between two offsets. The parser leaves out white space at the
        ends of literals, so these are what lies between the marks.
        """
        at = self.expressions
        marks = [child for child in parsed.children if child.type in MARKS]
        marks = [m for m in marks if start <= at.start(m) and at.end(m) <= end]
        return self.between(Marks(marks, start, end), depth, escape)

    def between(self, marks: Marks, depth: int, escape: re.Pattern[str]) -> list[Literal | Node]:
        """Literals and what the marks give, in order."""
        at = self.expressions
        found: list[Literal | Node] = []
        position, strips = marks.start, marks.strips_start
        for mark in marks.inner:
            if at.start(mark) < position:
                continue
            before, after = strips_of(mark)
            self._literal(found, position, at.start(mark), escape, strips, before)
            if mark.type == MARKS[0]:
                found.append(self._interpolated(mark, depth))
            else:
                found.append(directive(self, mark, depth, escape) or at.opaque(mark))
            position, strips = at.end(mark), after
        self._literal(found, position, marks.end, escape, strips, marks.strips_end)
        return found

    def _literal(
        self,
        found: list[Literal | Node],
        start: int,
        end: int,
        escape: re.Pattern[str],
        strips_start: bool,
        strips_end: bool,
    ) -> None:
        """What lies between two offsets, without white space where a `~` takes it away."""
        text = self.source.text
        if strips_start:  # of the line that goes on, with its end
            stop = text.find("\n", start, end) + 1 or end
            start = stop - len(text[start:stop].lstrip())
        if strips_end:  # of the line that leads there, or of the one before where none does
            begin = text.rfind("\n", start, end - 1) + 1 or start
            end = begin + len(text[begin:end].rstrip())
        if start < end:
            found.append(_read(self.source.text, start, end, escape))

    def _interpolated(self, mark: Parsed, depth: int) -> Node:
        at = self.expressions
        inner = next((c for c in mark.children if c.type == "expression"), None)
        return at.opaque(mark) if inner is None else at.expression(inner, depth)


def _read(text: str, start: int, end: int, escape: re.Pattern[str]) -> Literal:
    """The characters that a slice of a template means."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length, position = 0, start
    for match in escape.finditer(text, start, end):
        if position < match.start():
            places.append((length, position))
            pieces.append(text[position : match.start()])
            length += match.start() - position
        places.append((length, match.start()))
        pieces.append(_meant(match[0]))
        length += len(pieces[-1])
        position = match.end()
    if position < end:
        places.append((length, position))
        pieces.append(text[position:end])
    return Literal("".join(pieces), places)


def _meant(escape: str) -> str:
    if escape[0] != "\\":
        return escape[1:]  # `$${` means `${`
    if escape[1] in "uU":
        digits = escape[2:]
        code = int(digits, 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return _NAMED[escape[1]]

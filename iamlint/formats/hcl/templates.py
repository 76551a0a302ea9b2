"""Strings: quoted ones with their escapes, heredocs with their indentation, and what stands in
`${…}`.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Scalar

from .nodes import Literal, Opaque, Template

if TYPE_CHECKING:
    from tree_sitter import Node as Parsed

    from .expressions import Expressions

_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\nrt])|\$\$\{|%%\{')
_DOUBLED = re.compile(r"\$\$\{|%%\{")
_NAMED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_FIRST_LINE = re.compile(r"[^\n]*\n")
_INDENT = re.compile(r"^[ \t]*(?=[^ \t\r\n])", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MARKS = ("template_interpolation", "template_directive")


class Templates:
    """Makes strings of one file's parsed nodes."""

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
            indent = self._indent(first.end(), last)
            parts = [
                _unindented(part, indent, begins=index == 0) if isinstance(part, Literal) else part
                for index, part in enumerate(parts)
            ]
            parts = [part for part in parts if not isinstance(part, Literal) or part.text]
        return Template(self.source, start, end, parts)

    def _indent(self, start: int, end: int) -> int:
        """The indentation that all lines share."""
        lines = _INDENT.findall(self.source.text[start:end])
        return min(map(len, lines), default=0)

    def _parts(
        self, parsed: Parsed, start: int, end: int, depth: int, escape: re.Pattern[str]
    ) -> list[Literal | Node]:
        """Literals and expressions between two offsets. The parser leaves out white space at the
        ends of literals, so these are what lies between the marks.
        """
        at = self.expressions
        found: list[Literal | Node] = []
        position = start
        for mark in parsed.children:
            if mark.type not in MARKS or at.start(mark) < position or at.end(mark) > end:
                continue
            self._literal(found, position, at.start(mark), escape)
            found.append(self._interpolated(mark, depth))
            position = at.end(mark)
        self._literal(found, position, end, escape)
        return found

    def _literal(
        self, found: list[Literal | Node], start: int, end: int, escape: re.Pattern[str]
    ) -> None:
        if start < end:
            found.append(_read(self.source.text, start, end, escape))

    def _interpolated(self, mark: Parsed, depth: int) -> Node:
        at = self.expressions
        inner = next((c for c in mark.children if c.type == "expression"), None)
        stripped = any(at.text(child) in ("${~", "~}") for child in mark.children)
        if inner is None or stripped or mark.type != MARKS[0]:
            return at.opaque(mark)
        return at.expression(inner, depth)


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


def _unindented(literal: Literal, indent: int, *, begins: bool) -> Literal:
    """A literal without the indentation of its lines; the first line of one that follows an
    expression (not `begins`) has none.
    """
    if not indent:
        return literal
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for outer, piece in _runs(literal):
        for line in _LINE.finditer(piece):
            skip = 0
            if begins:
                skip = min(indent, len(line[0]) - len(line[0].lstrip(" \t")))
            begins = line[0].endswith("\n")
            if line[0][skip:]:
                places.append((length, outer + line.start() + skip))
                pieces.append(line[0][skip:])
                length += len(pieces[-1])
    return Literal("".join(pieces), places)


def _runs(literal: Literal) -> list[tuple[int, str]]:
    """The pieces of a literal that stand together, each with its place."""
    ends = [inner for inner, _ in literal.places[1:]] + [len(literal.text)]
    return [
        (outer, literal.text[inner:end])
        for (inner, outer), end in zip(literal.places, ends, strict=True)
    ]

"""`<<-`: the indentation that all lines of a heredoc share is taken away.

A line begins behind a line break that is left: one that a `~` took away begins none, and a blank
line says nothing. https://developer.hashicorp.com/terraform/language/expressions/strings#indented-heredocs
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING

from .directives import bodies_of
from .nodes import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.node import Node

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def flushed(parts: list[Literal | Node]) -> list[Literal | Node]:
    """The parts of a heredoc without the indentation that their lines share."""
    indent = min(_indents(parts, begins=True), default=0)
    return _without(parts, indent, begins=True) if indent else parts


def _indents(parts: Iterable[Literal | Node], *, begins: bool) -> Iterator[int]:
    """How far each line is indented, in which the part itself or a mark stands."""
    for part in parts:
        if isinstance(part, Literal):
            for line in _LINE.findall(part.text):
                if begins and not _is_blank(line):
                    yield _leading(line)
                begins = line.endswith("\n")
            continue
        if begins:
            yield 0
        begins = False
        for body in bodies_of(part):
            yield from _indents(body.parts, begins=False)
            last = body.parts[-1] if body.parts else None
            if isinstance(last, Literal) and last.text.endswith("\n"):
                yield 0  # the mark behind it begins its line


def _without(parts: list[Literal | Node], indent: int, *, begins: bool) -> list[Literal | Node]:
    found: list[Literal | Node] = []
    for part in parts:
        if isinstance(part, Literal):
            cut = _cut(part, indent, begins=begins)
            if cut.text:
                found.append(cut)
        else:
            found.append(part)
            for body in bodies_of(part):
                body.parts = _without(body.parts, indent, begins=False)
        begins = False  # what follows in another part goes on in the line
    return found


def _cut(literal: Literal, indent: int, *, begins: bool) -> Literal:
    """A literal of which the lines are indented less; with `begins` the first one too."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for outer, piece in _runs(literal):
        for line in _LINE.finditer(piece):
            skip = indent if begins and not _is_blank(line[0]) else 0
            skip = min(skip, _leading(line[0]))
            begins = line[0].endswith("\n")
            if line[0][skip:]:
                places.append((length, outer + line.start() + skip))
                pieces.append(line[0][skip:])
                length += len(pieces[-1])
    return Literal("".join(pieces), places)


def _runs(literal: Literal) -> Iterator[tuple[int, str]]:
    """The pieces of a literal that stand together, each with its place."""
    ends = [inner for inner, _ in literal.places[1:]] + [len(literal.text)]
    for (inner, outer), end in zip(literal.places, ends, strict=True):
        yield outer, literal.text[inner:end]


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_blank(line: str) -> bool:
    return line.endswith("\n") and not line.strip()
